import { join } from "node:path";

import { expect } from "chai";

import { stackRules } from "../../policy-pack/policies";
import { Reported } from "../../policy-pack/reported";
import type { ResourceFacts } from "../../policy-pack/rule";
import { readCases } from "../support/readCases";
import { contextOf } from "./cases";

/** A pipeline by a GitHub environment, and whether it may assume roles that change something. */
interface Row {
    /** Of which refs. */
    readonly name: string;
    readonly trustClass: string;
    /** What the trust demands of the claim `ref`: operator and values. */
    readonly ref?: Readonly<Record<string, string | readonly string[]>>;
    readonly writes: boolean;
}

const issuer = "token.actions.githubusercontent.com";
const rule = stackRules.find(({ name }) => name === "iam-pipeline-proposals-read-only");
const subjects = ["repo:acme/app:environment:prod", "repo:acme@1/app@2:environment:prod"];

function entryRole({ trustClass, ref = {} }: Row, role: string): readonly ResourceFacts[] {
    const further = Object.fromEntries(
        Object.entries(ref).map(([operator, values]) => [operator, { [`${issuer}:ref`]: values }]),
    );
    const equal = { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subjects };
    const trust = {
        Effect: "Allow",
        Principal: { Federated: [`arn:aws:iam::111111111111:oidc-provider/${issuer}`] },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: { ...further, StringEquals: { ...equal, ...further["StringEquals"] } },
    };
    const allowed = {
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Resource: [`arn:aws:iam::222222222222:role/PSKRoles/${role}`],
    };
    const documentOf = (statement: object): object => ({
        Version: "2012-10-17",
        Statement: [statement],
    });
    const path = `/PSKPipelines/${trustClass}/`;
    return [
        {
            type: "aws:iam/role:Role",
            urn: "role",
            props: { name: "PSKDeploy", path, assumeRolePolicy: documentOf(trust) },
        },
        {
            type: "aws:iam/rolePolicy:RolePolicy",
            urn: "policy",
            props: { name: "P", role: "PSKDeploy", policy: documentOf(allowed) },
        },
    ];
}

const violationsOf = async (row: Row, role: string): Promise<readonly string[]> => {
    const context = contextOf({ name: "", stack: "state", resources: [], violations: [] });
    const found = await rule?.checkStack(entryRole(row, role), context, new Reported());
    return (found ?? []).map(({ message }) => message);
};

describe("pipelines by a GitHub environment, whose subject names no branch", () => {
    for (const row of readCases(join(__dirname, "environmentRefs.cases.json")) as Row[]) {
        it(`${row.name}: may ${row.writes ? "change things" : "read alone"}`, async () => {
            const found = await violationsOf(row, "PSKIamProfilesRole");
            expect(found).to.deep.equal(
                row.writes
                    ? []
                    : [
                          'Entry role "PSKDeploy" takes pull requests, any branch or plans, and may assume arn:aws:iam::222222222222:role/PSKRoles/PSKIamProfilesRole; it may assume AccessAuditRole alone.',
                      ],
            );
            expect(await violationsOf(row, "PSKAccessAuditRole")).to.deep.equal([]);
        });
    }
});
