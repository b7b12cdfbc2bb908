import type { PolicyDocument } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { scopeOf } from "../platform/config";
import { allIdentities, identityArn } from "../identities/identity";
import { roleName } from "../platform/naming";
import { program } from "../program";
import { checkedCatalogues } from "../roles/checkCatalogues";
import { platformVpcRole } from "../roles/platformVpcRole";
import { DeployError, previewStack } from "./deploy";
import type { Sandbox } from "./up";
import { violationText } from "../platform/engineEvents";
import type { Violation } from "../platform/engineEvents";

/** Result of the attempt. */
export interface Attempt {
    /** ARN of the nonprod identity. */
    readonly identity: string;
    /** Name of the role that was made to trust it. */
    readonly role: string;
    /** Name of the production account. */
    readonly account: string;
    /** Violations; empty: the policy pack let it pass. */
    readonly violations: readonly Violation[];
}

/**
 * Adds the nonprod identity to the trust policy of a production role and previews the program with the policy pack. Nothing is
 * deployed.
 *
 * @throws Error if there is no nonprod identity or no production account to try it with
 */
export async function tryViolation({ deployer, project }: Sandbox): Promise<Attempt> {
    const settings = project.stacks.find(({ account }) => account.environment === "prod");
    const nonprod =
        settings === undefined
            ? undefined
            : allIdentities(checkedCatalogues(settings).identities).find(
                  ({ trustClass }) => trustClass === "nonprod",
              );
    if (settings === undefined || nonprod === undefined) {
        throw new Error(
            "This needs an account of environment prod and an identity of class nonprod.",
        );
    }
    const identity = identityArn(scopeOf(settings, settings.stateAccount), nonprod);
    const role = roleName(scopeOf(settings, settings.account), platformVpcRole.name);
    const attempt = { identity, role, account: settings.account.name };
    try {
        await previewStack(
            { ...deployer, program: () => programTrusting(role, identity) },
            settings,
        );
        return { ...attempt, violations: [] };
    } catch (error) {
        if (error instanceof DeployError && error.report.violations.length > 0) {
            return { ...attempt, violations: error.report.violations };
        }
        throw error;
    }
}

/** The program, with an additional principal in one trust policy. */
function programTrusting(role: string, arn: string): Promise<Record<string, unknown>> {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
        if (type !== "aws:iam/role:Role" || name !== role) return undefined;
        const trust = structuredClone(props["assumeRolePolicy"]) as PolicyDocument;
        for (const { Principal } of trust.Statement as { Principal: { AWS: string[] } }[]) {
            Principal.AWS.push(arn);
        }
        return { props: { ...props, assumeRolePolicy: trust }, opts };
    });
    return program();
}

/** The attempt as text. */
export function attemptText({ identity, role, account, violations }: Attempt): string {
    return [
        `Attempt to let ${identity}`,
        `assume ${role} in account ${account}:`,
        ...violations.map(violationText),
        violations.length > 0
            ? "Stopped by the policy pack; nothing was changed."
            : "NOT stopped: no policy was violated.",
    ].join("\n");
}
