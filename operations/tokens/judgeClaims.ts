import { entryTrustPolicy } from "../../identities/federation/entryTrust";
import { issuerOf } from "../../identities/federation/issuers";
import { identityArn, identityName } from "../../identities/identity";
import type { Pipeline } from "../../identities/identity";
import { scopeOf } from "../../platform/config";
import type { Settings } from "../../platform/config";
import type { Claims } from "./claims";

/** One thing that an entry role demands of a token. */
export interface ClaimTest {
    /** `issuer`, `expiry`, `session tags`, or a context key of its trust policy, e.g. `gitlab.com:sub`. */
    readonly key: string;
    /** Values of which the token must have one; `*` and `?` are wildcards where the trust policy takes them so. */
    readonly wanted: readonly string[];
    /** What the token has; absent: nothing. */
    readonly found?: string;
    readonly holds: boolean;
}

/** Whether a token enters as a pipeline. */
export interface TokenJudgement {
    /** IAM name of the entry role. */
    readonly pipeline: string;
    /** ARN of the entry role. */
    readonly role: string;
    readonly enters: boolean;
    readonly tests: readonly ClaimTest[];
}

const tagsClaim = "https://aws.amazon.com/tags";
const tagPrefix = "aws:RequestTag/";

/**
 * What STS would say of a token at each entry role, as the program makes them, but for the signature. STS itself never says which
 * claim fails.
 *
 * @param now for the token's expiry, if it says one
 * @returns the nearest first: those that it enters as, then by the number of tests that fail
 */
export function judgeClaims(
    claims: Claims,
    pipelines: readonly Pipeline[],
    settings: Settings,
    now: Date,
): readonly TokenJudgement[] {
    const failed = ({ tests }: TokenJudgement): number =>
        tests.filter(({ holds }) => !holds).length;
    return pipelines
        .map((pipeline) => judge(claims, pipeline, settings, now))
        .sort((a, b) => failed(a) - failed(b));
}

function judge(claims: Claims, pipeline: Pipeline, settings: Settings, now: Date): TokenJudgement {
    const scope = scopeOf(settings, settings.stateAccount);
    const { address } = issuerOf(pipeline, settings.partition);
    const [{ Action = [], Condition = {} } = { Condition: {} }] = entryTrustPolicy(
        scope,
        pipeline,
    ).Statement;
    const tests = [
        test("issuer", [`https://${address}`], claims["iss"], false),
        ...expiryTest(claims["exp"], now),
        ...Object.entries(Condition).flatMap(([operator, keys]) =>
            Object.entries(keys).map(([key, wanted]) =>
                test(
                    key,
                    [wanted].flat(),
                    valueOf(claims, key, address),
                    operator === "StringLike",
                ),
            ),
        ),
        ...tagsTest(claims, Action.includes("sts:TagSession")),
    ];
    return {
        pipeline: identityName(settings.prefix, pipeline),
        role: identityArn(scope, { ...pipeline, kind: "pipeline" }),
        enters: tests.every(({ holds }) => holds),
        tests,
    };
}

function test(
    key: string,
    wanted: readonly string[],
    value: unknown,
    hasWildcards: boolean,
): ClaimTest {
    const found =
        typeof value === "string" || typeof value === "number" ? { found: String(value) } : {};
    const holds = wanted.some((one) =>
        found.found === undefined
            ? false
            : hasWildcards
              ? pattern(one).test(found.found)
              : one === found.found,
    );
    return { key, wanted, ...found, holds };
}

const pattern = (text: string): RegExp =>
    new RegExp(
        `^${text
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replaceAll("*", ".*")
            .replaceAll("?", ".")}$`,
        "s",
    );

function valueOf(claims: Claims, key: string, address: string): unknown {
    if (key.startsWith(tagPrefix)) return tagsOf(claims)[key.slice(tagPrefix.length)]?.[0];
    const value = claims[key.slice(address.length + 1)];
    return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

function expiryTest(exp: unknown, now: Date): readonly ClaimTest[] {
    if (typeof exp !== "number") return [];
    const end = new Date(exp * 1000).toISOString();
    return [
        {
            key: "expiry",
            wanted: [`after ${now.toISOString()}`],
            found: end,
            holds: exp * 1000 > now.getTime(),
        },
    ];
}

/** A token with session tags needs a trust policy that takes them. */
function tagsTest(claims: Claims, takesTags: boolean): readonly ClaimTest[] {
    const tags = Object.keys(tagsOf(claims));
    if (takesTags || tags.length === 0) return [];
    return [{ key: "session tags", wanted: ["none"], found: tags.join(", "), holds: false }];
}

function tagsOf(claims: Claims): Readonly<Record<string, readonly unknown[]>> {
    const { principal_tags: tags = {} } = (claims[tagsClaim] ?? {}) as {
        readonly principal_tags?: Record<string, unknown[]>;
    };
    return tags;
}
