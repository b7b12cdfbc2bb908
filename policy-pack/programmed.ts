import type { PlannedResource } from "../plan/plannedResource";
import type { ResourceFacts, StackViolation } from "./rule";
import { show } from "./unknown";

/** Properties that decide who gets in, and what for. */
const granting: readonly string[] = [
    "assumeRolePolicy",
    "customerManagedPolicyReference",
    "group",
    "groups",
    "inlinePolicy",
    "instanceArn",
    "inlinePolicies",
    "managedPolicyArns",
    "maxSessionDuration",
    "name",
    "path",
    "permissionsBoundary",
    "policy",
    "policyArn",
    "principalId",
    "principalType",
    "role",
    "roles",
    "sessionDuration",
    "targetId",
    "targetType",
    "user",
    "users",
];

/** Names of secrets end in a random suffix. */
const isRandom = (type: string, key: string): boolean =>
    type === "aws:secretsmanager/secret:Secret" && key === "name";

/** Missing resources that a message names; the others are counted. */
const mostNamed = 5;

/**
 * How the resources of a state differ from those that the program makes: in what grants access, by being missing, or by
 * adding to a user, group or role of the program.
 *
 * @param resources those of the state
 * @param programmed those that the program makes, rendered
 */
export function differencesFromProgram(
    resources: readonly ResourceFacts[],
    programmed: readonly PlannedResource[],
): readonly StackViolation[] {
    const expected = programmed.filter(({ type }) => type.startsWith("aws:"));
    const found = new Map(resources.map((resource) => [keyOf(resource), resource]));
    const missing = expected.filter((twin) => !found.has(`${twin.type} "${twin.name}"`));
    const twins = new Map(expected.map((twin) => [`${twin.type} "${twin.name}"`, twin]));
    return [
        ...(missing.length === 0 ? [] : [{ message: missingText(missing) }]),
        ...resources.flatMap((resource) => {
            const twin = twins.get(keyOf(resource));
            return (
                twin === undefined ? additions(resource, expected) : changes(resource, twin)
            ).map((message) => ({ urn: resource.urn, message }));
        }),
    ];
}

const nameOf = ({ urn }: ResourceFacts): string => urn.split("::").at(-1) ?? "";
const keyOf = (resource: ResourceFacts): string => `${resource.type} "${nameOf(resource)}"`;

function missingText(missing: readonly PlannedResource[]): string {
    const names = missing.slice(0, mostNamed).map(({ type, name }) => `${type} "${name}"`);
    const more = missing.length - names.length;
    return `The state lacks what the program makes: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

const changes = ({ type, props }: ResourceFacts, twin: PlannedResource): readonly string[] =>
    granting
        .filter((key) => !isRandom(type, key))
        .filter((key) => canonical(props[key]) !== canonical(twin.props[key]))
        .map(
            (key) =>
                `${key} is ${show(props[key])}; the program makes it ${show(twin.props[key])}.`,
        );

/** What a resource beside the program's adds to one of them. */
function additions(
    { type, props }: ResourceFacts,
    programmed: readonly PlannedResource[],
): readonly string[] {
    const holders = new Set(
        programmed
            .filter((twin) => /^aws:iam\/(user|group|role):/.test(twin.type))
            .map((twin) => twin.props["name"]),
    );
    return ["group", "groups", "role", "roles", "user", "users"]
        .flatMap((key) => [props[key]].flat().map((holder) => ({ key, holder })))
        .filter(({ holder }) => holders.has(holder))
        .map(
            ({ key, holder }) =>
                `${type} has ${key} ${show(holder)}, which the program makes; the program doesn't add this to it.`,
        );
}

/** A value so that two that mean the same are the same: JSON text as what it says, keys and lists in order. */
function canonical(value: unknown): string {
    if (value === undefined || value === null || value === "") return "";
    if (typeof value === "string" && /^\s*[{[]/.test(value)) {
        try {
            return canonical(JSON.parse(value));
        } catch {
            return value;
        }
    }
    if (Array.isArray(value)) {
        const items = value.map(canonical).sort();
        return items.length === 1 ? (items[0] ?? "") : `[${items.join(",")}]`;
    }
    if (typeof value !== "object") return show(value);
    const entries = Object.entries(value).map(([key, part]) => `${key}:${canonical(part)}`);
    return `{${entries.sort().join(",")}}`;
}
