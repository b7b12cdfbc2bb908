import { expect } from "chai";

import { authorizationDetails } from "../../plan/authorizationDetails";
import type { PlannedResource } from "../../plan/plannedResource";
import { PlanError } from "../../plan/plannedResource";
import known from "./authorizationDetails.cases.json";
import notKnownYet from "./notKnownYet.cases.json";
import permissionSets from "./permissionSets.cases.json";

/** What stands for a value that isn't known yet. */
const unknown = Symbol("unknown");

/** Resources as the cases write them: `[type without "aws:iam/" and its end, logical name, props, what the engine knows]`. */
type Row = readonly [
    string,
    string,
    Readonly<Record<string, unknown>>,
    Pick<PlannedResource, "urn" | "sources" | "keyOf">?,
];

interface Case {
    readonly name: string;
    readonly resources: readonly Row[];
    readonly keyHolders?: Readonly<Record<string, string>>;
    /** Lists that aren't empty. */
    readonly details?: Readonly<Record<string, unknown>>;
    readonly secrets?: readonly unknown[];
    readonly faults?: readonly string[];
}

const cases = [...known, ...notKnownYet, ...permissionSets] as unknown as readonly Case[];

const account = { id: "222222222222", partition: "aws" };

/** The text `<unknown>` is a value that isn't known. */
function revive(value: unknown): unknown {
    if (value === "<unknown>") return unknown;
    if (Array.isArray(value)) return value.map(revive);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revive(part)]));
}

const resourceOf = ([type, name, props, engine]: Row): PlannedResource => ({
    type: type.includes(":")
        ? type
        : `aws:iam/${type}:${type.charAt(0).toUpperCase()}${type.slice(1)}`,
    name,
    props: revive(props) as Record<string, unknown>,
    ...engine,
});

type Result = Pick<Case, "details" | "secrets" | "faults">;

const resultOf = ({ details, secrets, faults }: Case): Result => ({
    ...(details && { details }),
    ...(secrets && { secrets }),
    ...(faults && { faults }),
});

function run({ resources, keyHolders = {} }: Case): Result {
    try {
        const { details, secrets } = authorizationDetails(account, resources.map(resourceOf), {
            isUnknown: (value) => value === unknown,
            keyHolders: new Map(Object.entries(keyHolders)),
        });
        const lists = Object.entries(details).filter(([, list]) => (list as unknown[]).length > 0);
        return {
            ...(lists.length === 0 ? {} : { details: Object.fromEntries(lists) }),
            ...(secrets.length === 0 ? {} : { secrets }),
        };
    } catch (error) {
        if (error instanceof PlanError) return { faults: error.faults };
        throw error;
    }
}

describe("authorization details of planned resources", () => {
    for (const entry of cases) {
        it(entry.name, () => {
            expect(run(entry)).to.deep.equal(resultOf(entry));
        });
    }

    it("a fault is reported with the account and all others", () => {
        const resources = [
            { type: "aws:iam/user:User", name: "A", props: {} },
            { type: "aws:lambda/function:Function", name: "B", props: {} },
        ];
        expect(() => authorizationDetails(account, resources)).to.throw(
            PlanError,
            [
                "Cannot derive the policy documents of account 222222222222:",
                '  - aws:iam/user:User "A": name is missing; it must be known before the deployment',
                '  - aws:lambda/function:Function "B": it is not classified, so it may grant access; review it in platform/reviewedTypes.ts, or translate it in plan/links.ts',
            ].join("\n"),
        );
    });

    it("the order of resources doesn't matter", () => {
        const sound = cases.filter(({ faults }) => !faults);
        for (const entry of sound) {
            const resources = [...entry.resources].reverse();
            expect(run({ ...entry, resources }), entry.name).to.deep.equal(resultOf(entry));
        }
    });
});
