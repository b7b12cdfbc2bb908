import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import { OrganizationError } from "../../../access/organization/organizationError";
import { readOrganization } from "../../../access/organization/readOrganization";
import { readDirectory } from "../../../access/sources/directory";
import { detailsOf, smallFiles, stateId } from "../organization/small";

const deepest = 100_000;

/** Every place of a value: the keys that lead there. */
function places(value: unknown, at: readonly string[] = []): (readonly string[])[] {
    if (typeof value !== "object" || value === null) return [at];
    return [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))];
}

/** Puts a value where the keys lead, in an object of its own: `__proto__` is a key like any other. */
function putAt(owner: unknown, keys: readonly string[], value: unknown): void {
    const target = keys
        .slice(0, -1)
        .reduce<unknown>(
            (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
            owner,
        );
    // An earlier change may have taken the place away.
    if (typeof target !== "object" || target === null) return;
    const key = keys.at(-1) ?? "";
    // Lists of JSON have no such keys.
    if (Array.isArray(target) && !/^\d+$/.test(key)) return;
    Reflect.defineProperty(target, key, {
        value: value === deepMark ? deepValue : value,
        writable: true,
        enumerable: true,
        configurable: true,
    });
}

/** Deeper than any call stack. */
function deep(): unknown {
    let value: unknown = [];
    for (let level = 0; level < deepest; level += 1)
        value = level % 2 === 0 ? [value] : { a: value };
    return value;
}
const deepValue = deep();
/** Stands for it, since fast-check would print it. */
const deepMark = "nested 100,000 deep";

const files = smallFiles();
const allPlaces = places(files).filter((keys) => keys.length > 1);
const strange = fc.oneof(
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, "", "*", [], {}, [null], [[]]),
    fc.constantFrom<unknown>("__proto__", "constructor", "toString", "arn:aws:iam::aws:policy/X"),
    fc.constant<unknown>(deepMark),
    fc.jsonValue(),
    fc.constantFrom(...allPlaces).map(
        // Something of the files, in another place.
        (keys) => keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], files),
    ),
);
const change = fc.record({
    keys: fc.constantFrom(...allPlaces),
    // Also beside what is there, under a key that nobody expects.
    also: fc.option(fc.constantFrom("__proto__", "constructor", "toString", "Arn", "0")),
    value: strange,
});

describe("Hostile details", () => {
    it("are read or refused with an OrganizationError, whatever is changed in them", function () {
        let refused = 0;
        fc.assert(
            fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
                const changed = smallFiles();
                for (const { keys, also, value } of changes) {
                    putAt(changed, also === null ? keys : [...keys.slice(0, -1), also], value);
                }
                try {
                    readOrganization(changed["accounts.json"], detailsOf(changed));
                } catch (error) {
                    // A TypeError or RangeError would be our own fault.
                    if (!(error instanceof OrganizationError)) throw error;
                    expect(error.faults).to.have.length.above(0);
                    expect(error.message.length).to.be.below(50_000);
                    refused += 1;
                }
            }),
            { numRuns: 500 },
        );
        expect(refused).to.be.within(50, 1499);
    });

    it("are refused whole if they are anything but an object", () => {
        for (const value of [null, undefined, 1, "x", true, []]) {
            const changed: Record<string, unknown> = {
                ...smallFiles(),
                [`${stateId}.json`]: value,
            };
            expect(() => readOrganization(changed["accounts.json"], detailsOf(changed))).to.throw(
                OrganizationError,
                `${stateId}.json is`,
            );
            expect(() => readOrganization(value, new Map())).to.throw(
                OrganizationError,
                "accounts.json is",
            );
        }
    });

    it("may have users, tags and accounts with names that JavaScript knows", () => {
        for (const name of ["__proto__", "constructor", "toString"]) {
            const details = {
                UserDetailList: [
                    {
                        Arn: `arn:aws:iam::${stateId}:user/${name}`,
                        UserName: name,
                        GroupList: [name],
                        Tags: [{ Key: name, Value: "x" }],
                    },
                ],
                GroupDetailList: [
                    { Arn: `arn:aws:iam::${stateId}:group/${name}`, GroupName: name },
                ],
                RoleDetailList: [],
                Policies: [],
            };
            const { accounts } = readOrganization(
                { [stateId]: { name, environment: "state" } },
                new Map([[stateId, details]]),
            );
            const [user] = accounts[0]?.users ?? [];
            expect(user?.name).to.equal(name);
            expect(user?.tags.get(name)).to.equal("x");
            expect(user?.groups.map((group) => group.name)).to.deep.equal([name]);
        }
    });

    it("are refused if accounts.json has such a key for an account", () => {
        const accounts: unknown = JSON.parse('{"__proto__": {"environment": "nonprod"}}');
        expect(() => readOrganization(accounts, new Map())).to.throw(
            OrganizationError,
            'accounts.json has the key "__proto__"; must be an account id of 12 digits, "identities", "issuers", "trustedOwners", "people", "limits" or "unread"',
        );
    });

    describe("in files", () => {
        let folder = "";
        beforeEach(async () => {
            folder = await fs.mkdtemp(path.join(tmpdir(), "iam-profiles-hostile-"));
            await fs.writeFile(
                path.join(folder, "accounts.json"),
                JSON.stringify({ [stateId]: { name: "state", environment: "state" } }),
            );
        });
        afterEach(() => fs.rm(folder, { recursive: true }));

        for (const [name, text, says] of [
            ["lists 100,000 deep", "[".repeat(deepest), "is nested deeper than 200 levels"],
            ["objects 100,000 deep", '{"a":'.repeat(deepest), "is nested deeper than 200 levels"],
            [
                "10 MB in one string",
                `["${"a".repeat(10_000_000)}"]`,
                "is a list; must be an object",
            ],
            ["10 MB of spaces", " ".repeat(10_000_000), "is not valid JSON: expected a value"],
            [
                "10 MB of commas",
                `[${",".repeat(10_000_000)}]`,
                "is not valid JSON: expected a value",
            ],
            [
                "10 MB of backslashes",
                `["${"\\".repeat(10_000_001)}"]`,
                "is not valid JSON: unterminated string",
            ],
            [
                "a number without end",
                `[${"1".repeat(10_000_000)}x]`,
                "is not valid JSON: expected ',' or ']'",
            ],
        ] as const) {
            it(`are refused: ${name}`, async () => {
                await fs.writeFile(path.join(folder, `${stateId}.json`), text);
                const error: unknown = await readDirectory(folder).catch(
                    (thrown: unknown) => thrown,
                );
                expect(error).to.be.instanceOf(OrganizationError);
                expect((error as Error).message).to.include(`${stateId}.json ${says}`);
                expect((error as Error).message.length).to.be.below(1000);
            });
        }
    });
});
