import { environments, isOpenToNonprod } from "../../platform/environments";
import type { AccountScope, TrustClass } from "../../platform/naming";
import type { Fault } from "../../platform/fault";
import type { TrustedIssuers } from "../../platform/trustedIssuers";
import { hasClaimKeys, issuerOf } from "./issuers";
import type { Issuer } from "./issuers";
import type { Pipeline } from "../identity";
import { subjectOf } from "./subjects";
import type { Subject } from "./subjects";

/** Where the platform's pipelines are written. */
export const pipelineCatalogueFile = "identities/pipelines.ts";

/** What pipelines are checked against. */
export interface PipelineContext extends Pick<AccountScope, "partition"> {
    /** Whose the issuers are, as Pulumi.yaml says. */
    readonly trusted: TrustedIssuers;
    /** Names, without the prefix, of the roles that change nothing. */
    readonly readOnly: readonly string[];
}

/**
 * Checks that each pipeline belongs to an owner of ours, and that what was not reviewed yet changes nothing.
 *
 * @param pipelines of the right shape
 */
export function checkPipelines(
    pipelines: readonly Pipeline[],
    { partition, trusted, readOnly }: PipelineContext,
    fault: Fault,
): void {
    const subjects = new Map<string, string>();
    for (const pipeline of pipelines) {
        const at = `pipeline "${pipeline.name}":`;
        const issuer = issuerOf(pipeline, partition);
        const claims = hasClaimKeys(pipeline, partition);
        const subject = subjectOf(pipeline, issuer.address, claims);
        const why = distrust(issuer, pipeline.trustClass, trusted);
        if (why !== undefined) fault(`${at} ${why}`);
        const writing = (pipeline.roles ?? ["every role"]).filter(
            (role) => !readOnly.includes(role),
        );
        if (subject.isOfProposals && writing.length > 0) {
            fault(
                `${at} it runs what was not reviewed yet (${pipeline.issuer}: ${subject.subjects.join(", ")}), and may assume ${writing.join(", ")}; ` +
                    `such a pipeline may assume ${readOnly.join(", ") || "no role"} alone: name its roles, and make another pipeline for a protected branch, tag or environment`,
            );
        }
        if (isOpenEnvironment(pipeline, claims) && writing.length > 0) {
            fault(
                `${at} ${
                    claims
                        ? "on.ref is missing; the subject of an environment names no branch or tag, so a prod pipeline that may change anything names its ref, too, e.g. refs/heads/main"
                        : `on.environment: IAM knows no ref of ${issuer.address} in partition ${partition}, and the subject of an environment names none, so any branch could run it; use on.branch or on.tag`
                }`,
            );
        }
        if (hasColonAtOwnServer(pipeline)) {
            fault(
                `${at} on.environment has a colon, which servers before 3.18 don't escape, so that it could stand for another subject; rename the environment`,
            );
        }
        const key = keyOf(issuer, subject);
        const other = subjects.get(key);
        if (other !== undefined) {
            fault(`${at} it has the subject of pipeline "${other}"; a token would be both of them`);
        }
        subjects.set(key, pipeline.name);
    }
}

/** Whether a prod pipeline's subject is an environment that any ref may run in, as far as IAM can see. */
const isOpenEnvironment = (pipeline: Pipeline, claims: boolean): boolean =>
    pipeline.issuer === "github" &&
    pipeline.trustClass === "prod" &&
    "environment" in pipeline.on &&
    (!claims || pipeline.on.ref === undefined);

/** Everything that distinguishes a pipeline's tokens. */
const keyOf = ({ address }: Issuer, { subjects, further }: Subject): string =>
    [
        address,
        ...subjects,
        ...Object.entries(further).flatMap(([operator, tests]) =>
            Object.entries(tests).map(([key, value]) => `${operator} ${key} ${String(value)}`),
        ),
    ].join("\n");

const hasColonAtOwnServer = (pipeline: Pipeline): boolean =>
    pipeline.issuer === "github" &&
    pipeline.address !== undefined &&
    "environment" in pipeline.on &&
    pipeline.on.environment.includes(":");

/** Why a token of an issuer's owner isn't trusted, as a sentence; `undefined`: it is. */
function distrust(
    { address, isShared, owner, ignoresCase }: Issuer,
    trustClass: TrustClass,
    { issuers, trustedOwners }: TrustedIssuers,
): string | undefined {
    if (!isShared) {
        const environment = Object.hasOwn(issuers, address) ? issuers[address] : undefined;
        if (environment === undefined) {
            return `its issuer ${address} is not in issuers of Pulumi.yaml; add it with its environment: ${environments.join(", ")}`;
        }
        return trustClass === "prod" && isOpenToNonprod(environment)
            ? `it is of class prod, and its issuer ${address} is of environment ${environment} (issuers of Pulumi.yaml)`
            : undefined;
    }
    const owners = Object.hasOwn(trustedOwners, address) ? trustedOwners[address] : undefined;
    const plain = (text: string): string => (ignoresCase ? text.toLowerCase() : text);
    const known = Object.entries(owners ?? {}).find(([name]) => plain(name) === plain(owner));
    if (known === undefined) {
        return `its owner ${owner} is not among trustedOwners of Pulumi.yaml for ${address}; add it with its trust class`;
    }
    return trustClass === "prod" && known[1] === "nonprod"
        ? `it is of class prod, and its owner ${owner} at ${address} is of class nonprod (trustedOwners of Pulumi.yaml)`
        : undefined;
}
