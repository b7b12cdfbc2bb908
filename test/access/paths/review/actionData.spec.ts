import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { primitives } from "../../../../access/paths/primitives";
import { holdsCredentials, harmlessActions } from "../../../../access/paths/review/harmless";
import {
    givesCredentials,
    judgedActions,
    knownServices,
} from "../../../../access/paths/review/knownActions";
import {
    makesFixedCalls,
    servicesThatAct,
    shortName,
} from "../../../../access/paths/review/servicePrincipals";
import { actionFiles, dataFolder } from "../../../../scripts/actions/update";
import { addedActions } from "../../../../scripts/actions/added";

const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(dataFolder, name), "utf8")) as unknown;

const names = (list: string): readonly string[] => (list === "" ? [] : list.split(" "));

describe("The data of AWS's actions", () => {
    it("is that of the installed packages", async () => {
        // The folder `data` of botocore, where it is installed.
        const models = process.env["BOTOCORE_DATA"];
        for (const [name, content] of await actionFiles(models)) {
            expect(JSON.stringify(read(name)), `${name}; run npm run actions:update`).to.equal(
                JSON.stringify(content),
            );
        }
    });

    it("says which service models its roles and credentials are of", () => {
        expect((read("models.json") as { version: string }).version).to.match(/^\d+\.\d+\.\d+$/);
    });

    it("is small enough to be loaded in every run", () => {
        for (const name of ["actions-k.json", "actions-n.json", "models.json"]) {
            expect(readFileSync(join(dataFolder, name)).length, name).to.be.below(60_000);
        }
    });
});

describe("Newer data", () => {
    it("lists an action until it is reviewed", () => {
        const before = { lambda: { writes: "CreateAlias" } };
        const after = { lambda: { reads: "GetAlias", writes: "CreateAlias CreateThing" } };
        expect(addedActions(before, {}, after)).to.deep.equal({ lambda: "CreateThing GetAlias" });
        expect(addedActions(after, { lambda: "CreateThing" }, after)).to.deep.equal({
            lambda: "CreateThing",
        });
        expect(addedActions(after, {}, after)).to.deep.equal({});
    });

    it("lists all of a service that is new", () => {
        expect(addedActions({}, {}, { new: { tags: "Tag", writes: "Make" } })).to.deep.equal({
            new: "Make Tag",
        });
    });
});

interface Reviewed {
    readonly reason: string;
    readonly actions?: Readonly<Record<string, string>>;
    readonly services?: Readonly<Record<string, string>>;
}

const actionReviews = read("harmlessActions.json") as readonly Reviewed[];
const serviceReviews = read("harmlessServices.json") as readonly Reviewed[];
const inTable = new Set(
    primitives.flatMap(({ actions, anywhere = [] }) => [...actions, ...anywhere]),
);
const holders = [...holdsCredentials.account, ...holdsCredentials.organization];

describe("The review of AWS's actions", () => {
    it("gives a sentence for everything that is harmless", () => {
        for (const { reason } of [...actionReviews, ...serviceReviews]) {
            expect(reason).to.match(/^[A-Z].*\.$/);
        }
    });

    it("names services and actions that exist", () => {
        const wrong = [...actionReviews, ...serviceReviews].flatMap(
            ({ actions, services = {} }) => [
                ...Object.entries(actions ?? {}).flatMap(([service, list]) =>
                    names(list)
                        .filter((name) => !judgedActions(service).includes(name))
                        .map((name) => `${service}:${name}`),
                ),
                ...Object.entries(services).flatMap(([service, list]) =>
                    names(list)
                        .filter((name) => !judgedActions(service).includes(name))
                        .map((name) => `${service}:${name}`),
                ),
                ...Object.keys(services).filter((service) => !knownServices.has(service)),
            ],
        );
        expect(wrong).to.deep.equal([]);
    });

    it("judges an action once", () => {
        const all = [
            ...inTable,
            ...actionReviews.flatMap(({ actions = {} }) =>
                Object.entries(actions).flatMap(([service, list]) =>
                    names(list).map((name) => `${service}:${name}`),
                ),
            ),
        ];
        expect(all.filter((action, index) => all.indexOf(action) !== index)).to.deep.equal([]);
    });

    it("has no reason for the whole of a service that holds credentials", () => {
        const whole = serviceReviews.flatMap(({ services = {} }) => Object.keys(services));
        expect(whole.filter((service) => holders.includes(service))).to.deep.equal([]);
        expect([...new Set(whole)]).to.have.length(whole.length);
        for (const service of holders) {
            const made = harmlessActions(service, ["DeleteSomethingNew", "CreateSomethingNew"]);
            expect([...made], service).to.deep.equal([]);
        }
    });

    it("has no reason of a class for what gives out credentials", () => {
        const own = new Set(
            actionReviews.flatMap(({ actions = {} }) =>
                Object.entries(actions).flatMap(([service, list]) =>
                    names(list).map((name) => `${service}:${name}`),
                ),
            ),
        );
        const byClass = [...knownServices].flatMap((service) =>
            [...harmlessActions(service, givesCredentials(service)).keys()]
                .map((name) => `${service}:${name}`)
                .filter((action) => !own.has(action)),
        );
        expect(byClass).to.deep.equal([]);
    });

    it("knows which service acts as whom", () => {
        const services = (read("principals.json") as { services: Record<string, string> }).services;
        expect(Object.keys(services).filter((name) => !knownServices.has(name))).to.deep.equal([]);
        expect(servicesThatAct("ecs-tasks")).to.include("ecs");
        expect(servicesThatAct("member.org.stacksets.cloudformation")).to.include("cloudformation");
        expect(servicesThatAct("something-new.lambda")).to.deep.equal(["lambda"]);
        expect(servicesThatAct("something-new")).to.equal(undefined);
    });

    it("judges no role by a name that a row hands out", () => {
        const fixed = primitives.flatMap(({ effect }) =>
            "service" in effect && makesFixedCalls(shortName(effect.service))
                ? [effect.service]
                : [],
        );
        expect(fixed).to.deep.equal([]);
    });
});
