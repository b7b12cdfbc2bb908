import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";

import { roleMay } from "../../access";
import type { Decision, RoleRequest } from "../../access";
import { iam, organizationOf } from "./catalogueAccount";
import requests from "./requests.cases.json";

/** What a pipeline of the starter kit needs of a role, from its Terraform. */
interface Needs {
    readonly role: string;
    readonly needs: readonly {
        /** Terraform's resource type. */
        readonly resource: string;
        readonly arn: string;
        readonly context?: Readonly<Record<string, string>>;
        readonly actions: readonly string[];
    }[];
}

interface Request extends RoleRequest {
    readonly name: string;
    readonly role: string;
}

const folder = path.join(__dirname, "needs");
const pipelines = readdirSync(folder).map((file) => {
    const { role, needs } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Needs;
    return {
        pipeline: path.basename(file, ".json"),
        requests: needs.flatMap(({ resource, arn, context = {}, actions }) =>
            actions.map((action): Request => {
                const name = `${resource}: ${action} on ${arn}`;
                return { name, role, action, resource: arn, context };
            }),
        ),
    };
});

/**
 * Statements that no need misses: the boundary's, and what is for requests without a resource, while the needs have the
 * ARN of the cluster that is to be.
 */
const others: readonly string[] = ["CapOnly", "CreateClusters"];

const organization = organizationOf();
const decisionOn = ({ role, ...request }: Request, within = organization): Decision =>
    roleMay(within, iam(`role/PSKRoles/${role}`), request);

describe("what the starter kit's pipelines need", () => {
    it("is 376 requests of four pipelines", () => {
        const counts = Object.fromEntries(
            pipelines.map(({ pipeline, requests: all }) => [pipeline, all.length]),
        );
        expect(counts).to.deep.equal({
            "control-plane-base": 233,
            "ext-crossplane": 55,
            "hosted-zones": 9,
            "platform-vpc": 79,
        });
    });

    for (const { pipeline, requests: all } of pipelines) {
        it(`is allowed by permissions and boundary: ${pipeline}`, () => {
            const lacking = all
                .map((request) => ({ request, decision: decisionOn(request) }))
                .filter(({ decision }) => decision.answer !== "allowed")
                .map(({ request, decision }) => `${request.name}: ${JSON.stringify(decision)}`);
            expect(lacking).to.deep.equal([]);
        });

        it(`is no longer allowed without the statement that allows it: ${pipeline}`, () => {
            const sids = new Map<string, Request[]>();
            for (const request of all) {
                for (const { sid } of decisionOn(request).because) {
                    if (sid !== undefined && !others.includes(sid)) {
                        sids.set(sid, [...(sids.get(sid) ?? []), request]);
                    }
                }
            }
            expect(sids).to.have.property("size").that.is.greaterThan(1);
            for (const [sid, allowed] of sids) {
                const without = organizationOf((other) => other !== sid);
                const lacking = allowed.filter(
                    (request) => decisionOn(request, without).answer !== "allowed",
                );
                expect(lacking, sid).to.not.be.empty;
            }
        });
    }
});

describe("requests beside what the starter kit's pipelines need", () => {
    for (const { name, role, action, arn, context = {}, answer } of requests as readonly (Omit<
        Request,
        "resource"
    > & { readonly arn: string; readonly answer: string })[]) {
        it(`${answer}: ${name}`, () => {
            expect(decisionOn({ name, role, action, resource: arn, context }).answer).to.equal(
                answer,
            );
        });
    }
});
