import * as v from "valibot";

import { isObject } from "../../platform/isObject";
import { quote } from "../../platform/quote";
import { check, must, oneOf, strict, text } from "../../platform/schema";
import type { Entries, Schema } from "../../platform/schema";
import type { Fault } from "../../platform/fault";
import type { IssuerName } from "./pipeline";
import type { Pipeline } from "../identity";

// What stands in a subject is one part of it: no wildcard, no policy variable, and none of the characters that end a part.
const uuid = text(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "a UUID in lower case");
const login = text(/^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/, "a whole login, without wildcards");
const word = (bound: string) => text(/^[A-Za-z0-9_.-]{1,100}$/, bound);
const id = v.pipe(
    v.number(must("a number, as GitHub's API gives it")),
    v.safeInteger(must("a number, as GitHub's API gives it")),
    v.minValue(1, must("a number, as GitHub's API gives it")),
);
/** Git's own rules for names, and no wildcard. @see https://git-scm.com/docs/git-check-ref-format */
const refName = /^(?![/.]|refs\/)(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)))[!-~]{1,200}(?<![/.])$/;
const special = /[\s*?~^:\\[\]${}"'<>]/;
const gitName = (bound: string) =>
    v.pipe(
        v.string(must(bound)),
        v.check((name) => refName.test(name) && !special.test(name), must(bound)),
    );
const branch = gitName("the whole name of a branch, without refs/heads/ and wildcards");
const tag = gitName("the whole name of a tag, without refs/tags/ and wildcards");
const address = text(
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?(?:\/[\w.~-]+)*$/,
    "an issuer's address in lower case; it has no https://, e.g. gitlab.example.com",
);
const audience = text(/^[\w:/.@-]{1,200}$/, "the whole audience, without wildcards");
const environment = v.pipe(
    v.string(must("the whole name of an environment, without wildcards")),
    v.regex(/^[ -~]{1,255}$/, must("the whole name of an environment, without wildcards")),
    v.check(
        (name) => !/[*?$\\/%]/.test(name) && name.trim() === name,
        must("the whole name of an environment, without wildcards"),
    ),
);
const narrowing = text(
    /^refs\/(?:heads\/[\w./-]+|tags\/[\w./-]+\*?)$/,
    "a whole ref, e.g. refs/heads/main, or refs/tags/v* for every tag that begins so",
);

const events = {
    github: [
        { pullRequest: v.literal(true, must("true")) },
        { branch },
        { tag },
        { environment, ref: v.exactOptional(narrowing) },
    ],
    gitlab: [{ branch }, { tag }],
    circleci: [
        { anyBranch: v.literal(true, must("true")) },
        { branch, origin: originOf() },
        { tag, origin: originOf() },
    ],
    pulumi: [
        {
            project: word("the whole name of a project"),
            stack: word("the whole name of a stack"),
            operation: oneOf(["preview", "update", "refresh", "destroy"]),
        },
        {
            environment: text(
                /^[A-Za-z0-9_.-]{1,100}(?:\/[A-Za-z0-9_.-]{1,100})?$/,
                "the whole name of an environment, e.g. project/name",
            ),
        },
    ],
} as const;

function originOf() {
    return text(
        /^[a-z0-9.-]+(?:\/[A-Za-z0-9_.-]+)+$/,
        "a repository with its host, e.g. github.com/acme/iam-profiles",
    );
}

/** Its first property says which of several shapes an event has. */
function oneEvent(shapes: readonly Entries[]): v.GenericSchema {
    const keys = shapes.map((shape) => Object.keys(shape)[0] ?? "");
    const schemas = new Map(
        shapes.map((shape) => [Object.keys(shape)[0], strict("an event", shape)]),
    );
    return v.lazy((input) => {
        const given = isObject(input) ? keys.filter((key) => Object.hasOwn(input, key)) : [];
        const schema = given.length === 1 ? schemas.get(given[0]) : undefined;
        return (
            schema ??
            v.custom(
                () => false,
                ({ input: value }) =>
                    `is ${quote(value)}; must have exactly one of ${keys.join(", ")}`,
            )
        );
    });
}

const sources: Readonly<Record<IssuerName, Entries>> = {
    github: {
        address: v.exactOptional(address),
        repository: strict("a repository", {
            owner: login,
            ownerId: id,
            name: word("the whole name of a repository, without its owner and wildcards"),
            id,
        }),
        on: oneEvent(events.github),
        audience: v.exactOptional(audience),
    },
    gitlab: {
        address: v.exactOptional(address),
        project: text(
            /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+$/,
            "the whole path of a project with its groups, without wildcards",
        ),
        on: oneEvent(events.gitlab),
        audience: v.exactOptional(audience),
    },
    circleci: { organizationId: uuid, projectId: uuid, on: oneEvent(events.circleci) },
    buildkite: {
        organizationId: uuid,
        pipelineId: uuid,
        branch: v.exactOptional(branch),
        audience: v.exactOptional(audience),
    },
    "terraform-cloud": {
        organization: word("the whole name of an organization, without wildcards"),
        project: text(
            /^[A-Za-z0-9_](?:[A-Za-z0-9_ -]*[A-Za-z0-9_])?$/,
            "the whole name of a project, without wildcards",
        ),
        workspace: word("the whole name of a workspace, without wildcards"),
        phase: oneOf(["plan", "apply"]),
        audience: v.exactOptional(audience),
    },
    pulumi: {
        organization: word("the whole name of an organization, without wildcards"),
        on: oneEvent(events.pulumi),
    },
};

const issuerNames = Object.keys(sources) as readonly IssuerName[];
const hasIssuer = oneOf(issuerNames);

/**
 * A pipeline of the catalogue, strictly read by its issuer.
 *
 * @param identity schemas of what every identity has
 * @param at where it is, for faults
 */
export function readPipeline(
    entry: unknown,
    identity: Entries,
    at: string,
    fault: Fault,
): Pipeline | undefined {
    const given = isObject(entry) ? entry["issuer"] : undefined;
    const issuer = issuerNames.find((name) => name === given);
    const schema = strict("a pipeline", {
        ...identity,
        issuer: hasIssuer,
        ...(issuer === undefined ? {} : sources[issuer]),
    });
    if (isObject(entry) && issuer === undefined) {
        // Which other properties it has depends on the issuer, so that nothing else can be said of it.
        check(hasIssuer, given, `${at} issuer`, fault);
        return undefined;
    }
    return check(schema as unknown as Schema<Pipeline>, entry, at, fault);
}
