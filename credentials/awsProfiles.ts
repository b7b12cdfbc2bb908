import { scopeOf } from "../platform/config";
import { environments } from "../platform/environments";
import type { Account } from "../platform/accounts";
import type { Settings } from "../platform/config";
import { mayAssume, identityName } from "../identities/identity";
import type { KnownUser } from "../identities/identity";
import { iamArn, roleArn, roleName } from "../platform/naming";
import { isAssumableBy } from "../roles/role";
import type { Role } from "../roles/role";
import type { Profile } from "./awsConfig";
import { encodeName } from "./ownProfile";

/** A role of an account that an identity may assume. */
export interface Reach {
    readonly account: Account;
    /** Name with the prefix. */
    readonly role: string;
    readonly arn: string;
}

/** Every role that an identity may assume: accounts that are open to nonprod first, the state account last. */
export function reachOf(settings: Settings, identity: KnownUser, roles: readonly Role[]): Reach[] {
    const order = [...environments.filter((one) => one !== "state"), "state"];
    return [...settings.accounts]
        .sort((a, b) => order.indexOf(a.environment) - order.indexOf(b.environment))
        .flatMap((account) =>
            roles
                .filter((role) => isAssumableBy(role, identity, account))
                .filter(({ name }) => mayAssume(identity, account, name))
                .map(({ name }) => {
                    const scope = scopeOf(settings, account);
                    return { account, role: roleName(scope, name), arn: roleArn(scope, name) };
                }),
        );
}

/**
 * A profile of the AWS CLI and SDKs for every role that an identity may assume.
 *
 * A service account's profiles fetch its credential when they are used. A person's are assumed with their MFA device
 * from the profile that has the person's name, which is theirs to make, e.g. by `aws login --profile NAME`.
 *
 * @param command what prints a session of the role with this ARN, as `credential_process`
 */
export function profilesOf(
    settings: Settings,
    identity: KnownUser,
    roles: readonly Role[],
    command: (identity: string, roleArn: string) => string,
): Profile[] {
    const name = identityName(settings.prefix, identity);
    const state = scopeOf(settings, settings.stateAccount);
    return reachOf(settings, identity, roles).map(({ account, role, arn }) => ({
        name: encodeName(`${name}.${role}@${account.name}`),
        identity: name,
        settings:
            identity.kind === "person"
                ? {
                      role_arn: arn,
                      source_profile: name,
                      mfa_serial: iamArn(state, `mfa/${name}`),
                  }
                : { credential_process: command(name, arn) },
        defaults: { region: settings.region },
    }));
}
