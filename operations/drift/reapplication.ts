import { deployedAccounts } from "../../platform/accounts";
import type { Account } from "../../platform/accounts";
import type { LiveAccount } from "../liveAccount";
import type { Step } from "../step";
import type { Finding } from "./finding";

/** A managed policy has so many versions at most. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html */
const mostVersions = 5;

/** Names of the stacks whose update puts findings right, the state stack first: the others read what it exports. */
export const stacksToUpdate = (
    findings: readonly Finding[],
    accounts: readonly Account[],
): readonly string[] => {
    const concerned = new Set(
        findings.filter(({ remedy }) => remedy === "up").map(({ account }) => account),
    );
    const isState = ({ environment }: Account): boolean => environment === "state";
    const deployed = deployedAccounts(accounts);
    return [...deployed.filter(isState), ...deployed.filter((one) => !isState(one))]
        .map(({ name }) => name)
        .filter((name) => concerned.has(name));
};

/** Makes room for the version that an update adds to a changed policy: the oldest one goes that is not in force. */
export const versionsToPrune = (
    findings: readonly Finding[],
    live: readonly LiveAccount[],
): readonly Step[] =>
    findings
        .filter(({ kind, change }) => kind === "document" && change === "changed")
        .flatMap(({ account, subject }) => {
            const found = live.find((one) => one.account.name === account);
            const policy = found?.details.Policies.find(({ Arn }) => Arn === subject);
            const versions = policy?.PolicyVersionList ?? [];
            const [oldest] = versions
                .filter(({ IsDefaultVersion }) => !IsDefaultVersion)
                .map(({ VersionId }) => VersionId)
                .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
            return found === undefined || oldest === undefined || versions.length < mostVersions
                ? []
                : [
                      {
                          do: "deletePolicyVersion" as const,
                          account: found.account.id,
                          of: subject,
                          what: oldest,
                      },
                  ];
        });
