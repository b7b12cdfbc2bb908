import { readFileSync } from "node:fs";
import * as path from "node:path";

/** A small organization: a state account with two users, and a nonprod account with a role. */
export const smallFolder = path.join(__dirname, "small");

export const stateId = "111111111111";
export const nonprodId = "222222222222";

/** Its files, parsed, by name: new objects at each call, which a test may change. */
export const smallFiles = (): Record<string, unknown> =>
    Object.fromEntries(
        ["accounts.json", `${stateId}.json`, `${nonprodId}.json`].map((name) => [
            name,
            JSON.parse(readFileSync(path.join(smallFolder, name), "utf8")) as unknown,
        ]),
    );

/** The details of its accounts, as `readOrganization` takes them. */
export const detailsOf = (files: Record<string, unknown>): Map<string, unknown> =>
    new Map([stateId, nonprodId].map((id) => [id, files[`${id}.json`]]));

/** Puts a value where a path like `RoleDetailList.0.Arn` says, `undefined` to take it away. */
export function put(owner: unknown, place: string, value: unknown): void {
    const keys = place.split(".");
    const last = keys.pop() ?? "";
    const target = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], owner);
    if (value === undefined) Reflect.deleteProperty(target as object, last);
    else (target as Record<string, unknown>)[last] = value;
}
