import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { actionTable, dataSources } from "../../consumers/actionTable";
import type { TypeActions } from "../../consumers/actionTable";
import { actionsOf } from "../roles/actions";
import type { KnownAction } from "../roles/actions";
import notCalled from "./notCalled.json";

const operations = ["create", "read", "update", "delete"] as const;

/** Every action of a type, and the template of the ARN that it is on. */
const entriesOf = (
    type: TypeActions,
): readonly { readonly action: string; readonly on: string }[] =>
    operations.flatMap((operation) =>
        type[operation].flatMap((entry) =>
            typeof entry === "string"
                ? [{ action: entry, on: type.arn }]
                : entry.actions.map((action) => ({ action, on: entry.on ?? type.arn })),
        ),
    );

describe("the table of Terraform's actions", () => {
    const all = [...actionTable].flatMap(([type, actions]) =>
        entriesOf(actions).map((entry) => ({ type, ...entry })),
    );
    let known: ReadonlyMap<string, KnownAction>;
    before(async () => {
        const names = [...all.map(({ action }) => action), ...[...dataSources.values()].flat()];
        const services = names.map((name) => name.slice(0, name.indexOf(":")));
        known = new Map((await actionsOf(services)).map((action) => [action.name, action]));
    });

    it("has actions that exist, as AWS spells them", () => {
        const names = [...all.map(({ action }) => action), ...[...dataSources.values()].flat()];
        expect([...new Set(names.filter((name) => !known.has(name)))]).to.deep.equal([]);
    });

    it("asks on an ARN what AWS checks on one, and on * what has no resource", () => {
        const wrong = all
            .filter(({ action, on }) => {
                const types = known.get(action)?.resourceTypes ?? [];
                return (on === "*") !== (types.length === 0);
            })
            .map(({ type, action, on }) => `${type}: ${action} on ${on}`);
        expect([...new Set(wrong)]).to.deep.equal([]);
    });

    it("has what the starter kit's pipelines need, but for what Terraform's provider doesn't call", () => {
        const folder = path.join(__dirname, "needs");
        const needs = readdirSync(folder).flatMap(
            (file) =>
                (
                    JSON.parse(readFileSync(path.join(folder, file), "utf8")) as {
                        needs: { resource: string; actions: string[] }[];
                    }
                ).needs,
        );
        const missing = needs.flatMap(({ resource, actions }) => {
            const type = actionTable.get(resource);
            const has = new Set(
                (type === undefined ? [] : entriesOf(type)).map(({ action }) =>
                    action.toLowerCase(),
                ),
            );
            return actions
                .filter((action) => !has.has(action.toLowerCase()))
                .map((action) => `${resource}: ${action}`);
        });
        expect([...new Set(missing)].sort()).to.deep.equal(Object.keys(notCalled).sort());
    });
});
