import { expect } from "chai";

import { modelOf, page } from "./pageModel";
import type { Model, Picture } from "./pageScript";
import { crossed, holds, hostile, many, manyCrossed, unknown } from "./reports";

function pictureOf(model: Model, identity: number, role: number): Picture {
    const { path } = model.cell(identity, role);
    const steps = path === -1 ? [] : model.path(path).steps;
    return page.pictureOf(model, identity, model.roles[role]?.arn ?? "", steps);
}

/** What is drawn, without its place. */
const drawn = ({ boxes, edges }: Picture) => {
    const label = ({ kind, name, lane }: Picture["nodes"][number]) =>
        `${kind} ${name} @${boxes[lane]?.name ?? ""}`;
    return {
        boxes: boxes.map(({ name }) => name),
        edges: edges.map(
            ({ from, to, label: hop, look }) =>
                `${label(from)} -> ${label(to)} ${look}${hop === "" ? "" : ` (${hop})`}`,
        ),
    };
};

describe("the page's picture of a path", () => {
    it("has the identity, its group, the statements and roles in their accounts", () => {
        expect(drawn(pictureOf(modelOf(crossed()), 0, 13))).to.deep.equal({
            boxes: ["state", "nonprod", "prod"],
            edges: [
                "identity PSKNonprodServiceAccount @state -> group PSKNonprodServiceAccountGroup @state crosses",
                "group PSKNonprodServiceAccountGroup @state -> statement AssumeRoles, statement 0 @state crosses",
                "statement AssumeRoles, statement 0 @state -> role PSKIamProfilesRole @state crosses (1. AssumeRole)",
                "statement trust policy, statement 0 @state -> role PSKIamProfilesRole @state crosses",
                "role PSKIamProfilesRole @state -> statement PSKIamProfilesRolePolicy, statement 2 @state certain",
                "statement PSKIamProfilesRolePolicy, statement 2 @state -> identity PSKProdServiceAccount @state certain (2. CreateAccessKey)",
                "identity PSKProdServiceAccount @state -> group PSKProdServiceAccountGroup @state certain",
                "group PSKProdServiceAccountGroup @state -> statement AssumeRoles, statement 0 @state certain",
                "statement AssumeRoles, statement 0 @state -> role PSKPlatformVPCRole @prod certain (3. AssumeRole)",
                "statement trust policy, statement 0 @prod -> role PSKPlatformVPCRole @prod certain",
            ],
        });
    });

    it("goes from top to bottom, both locks of a hop side by side where accounts differ", () => {
        const { nodes, boxes } = pictureOf(modelOf(crossed()), 0, 13);
        expect(
            nodes.map(({ name, lane, row }) => `${row} ${boxes[lane]?.name ?? ""} ${name}`).sort(),
        ).to.deep.equal([
            "0 state PSKNonprodServiceAccount",
            "1 state PSKNonprodServiceAccountGroup",
            "2 state AssumeRoles, statement 0",
            "3 state trust policy, statement 0",
            "4 state PSKIamProfilesRole",
            "5 state PSKIamProfilesRolePolicy, statement 2",
            "6 state PSKProdServiceAccount",
            "7 state PSKProdServiceAccountGroup",
            "8 prod trust policy, statement 0",
            "8 state AssumeRoles, statement 0",
            "9 prod PSKPlatformVPCRole",
        ]);
    });

    it("marks the hop that crosses, and what isn't certain; of a path that may, nothing crosses", () => {
        const looks = (model: Model, role: number, identity = 0) => [
            ...new Set(pictureOf(model, identity, role).edges.map(({ look }) => look)),
        ];
        expect(looks(modelOf(crossed()), 13)).to.deep.equal(["crosses", "certain"]);
        expect(looks(modelOf(crossed()), 7)).to.deep.equal(["certain"]);
        expect(looks(modelOf(crossed()), 13, 1)).to.deep.equal(["certain"]);
        expect(looks(modelOf(unknown()), 13)).to.deep.equal(["perhaps", "certain"]);
    });

    it("shows both ends where there is no path", () => {
        const model = modelOf(holds());
        const picture = pictureOf(model, 0, 13);
        expect(picture.edges).to.deep.equal([]);
        expect(picture.nodes.map(({ name }) => name)).to.deep.equal([
            "PSKNonprodServiceAccount",
            "PSKPlatformVPCRole",
        ]);
        expect(page.pictureText(model, picture)).to.equal(
            "No path: identity PSKNonprodServiceAccount in state, role PSKPlatformVPCRole in prod. Accounts: state, nonprod, prod.",
        );
    });

    it("draws of many accounts those of the path, and counts the others", () => {
        const picture = pictureOf(modelOf(manyCrossed(300, 4)), 0, 13);
        expect(picture.boxes.map(({ name }) => name)).to.deep.equal(["state", "prod-002"]);
        expect(picture.others).to.equal("not drawn: 150 nonprod, 148 prod accounts");
    });

    it("says in words what it draws", () => {
        const model = modelOf(crossed());
        expect(page.pictureText(model, pictureOf(model, 0, 0))).to.equal(
            "The path, hop by hop. 1. AssumeRole: statement AssumeRoles, statement 0 in state to role PSKIamProfilesRole in state, which crosses the environment boundary. Accounts: state, nonprod, prod.",
        );
    });

    it("has every node in its account's box, none upon another, whatever the path", () => {
        for (const report of [crossed(), unknown(), holds(), hostile(), many(9, 4)]) {
            const model = modelOf(report);
            for (const who of model.identities.keys()) {
                for (const role of model.roles.keys()) {
                    const { boxes, nodes, edges } = pictureOf(model, who, role);
                    const places = nodes.map(({ lane, row }) => `${lane} ${row}`);
                    expect(new Set(places).size).to.equal(nodes.length);
                    for (const { lane, x, y, width, height } of nodes) {
                        const box = boxes[lane];
                        expect(box).not.to.equal(undefined);
                        expect(x).to.be.within(
                            box?.x ?? 0,
                            (box?.x ?? 0) + (box?.width ?? 0) - width,
                        );
                        expect(y + height).to.be.lessThan(box?.height ?? 0);
                    }
                    for (const { from, to } of edges)
                        expect([from.x, to.x]).not.to.include(undefined);
                }
            }
        }
    });
});
