import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { expect } from "chai";

import { roleCatalogue } from "../../roles/catalogue";
import { policiesOf } from "../../policy-pack/policies";
import { readingRoles } from "../../policy-pack/rules/pipelineReach";
import { asArgs, asResult, contextOf } from "./cases";
import type { Case, CaseResource } from "./cases";

/** An entry role: right, but for what a row has otherwise. */
interface Row {
    readonly name: string;
    readonly statements: readonly unknown[];
    /** @default "/PSKPipelines/prod/" */
    readonly path?: string;
    /** @default "PSKPipelineBoundary" */
    readonly boundary?: string;
    /** Names of the prod account's roles that it may assume. @default ["PSKPlatformVPCRole"] */
    readonly assumes?: readonly string[];
    /** @default those of assuming a role */
    readonly actions?: readonly string[];
    /** Names of rules; none: the pack lets it pass. */
    readonly blockedBy: readonly string[];
}

const rows = JSON.parse(
    readFileSync(join(__dirname, "pipelineTrusts.cases.json"), "utf8"),
) as readonly Row[];

function resourcesOf({
    statements,
    path = "/PSKPipelines/prod/",
    boundary = "PSKPipelineBoundary",
    assumes = ["PSKPlatformVPCRole"],
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
}: Row): readonly CaseResource[] {
    const provider = {
        urn: "provider",
        allowedAccountIds: '["111111111111"]',
        region: "us-east-1",
    };
    const document = (Statement: readonly unknown[]) => ({ Version: "2012-10-17", Statement });
    return [
        {
            type: "aws:iam/role:Role",
            name: "PSKDeploy",
            provider,
            props: {
                name: "PSKDeploy",
                path,
                assumeRolePolicy: document(statements),
                maxSessionDuration: 3600,
                permissionsBoundary: `arn:aws:iam::111111111111:policy/PSKPolicies/${boundary}`,
            },
        },
        {
            type: "aws:iam/rolePolicy:RolePolicy",
            name: "PSKDeploy",
            provider,
            props: {
                name: "PSKDeployPolicy",
                role: "PSKDeploy",
                policy: document([
                    {
                        Sid: "AssumeRoles",
                        Effect: "Allow",
                        Action: actions,
                        Resource: assumes.map(
                            (role) => `arn:aws:iam::333333333333:role/PSKRoles/${role}`,
                        ),
                    },
                ]),
            },
        },
    ];
}

/** It looks at every stack of the program, which takes seconds; test/access has pipelines of its own for it. */
const proof = "iam-access-keeps-environment-boundary";

/** Names of the rules that report, as the engine has the pack judge: each resource, then all together. */
async function reportsOf(row: Row): Promise<readonly string[]> {
    const resources = resourcesOf(row);
    const given: Case = { ...row, stack: "state", resources, violations: [] };
    const found = new Set<string>();
    const policies = policiesOf(() => Promise.resolve(contextOf(given)));
    const root: CaseResource = { type: "pulumi:pulumi:Stack", name: "stack", props: {} };
    const all = [root, ...resources];
    for (const resource of all) {
        for (const policy of policies as readonly ResourceValidationPolicy[]) {
            if (typeof policy.validateResource !== "function") continue;
            await policy.validateResource(asArgs(resource) as never, () => found.add(policy.name));
        }
    }
    for (const policy of policies as readonly StackValidationPolicy[]) {
        if (typeof policy.validateStack !== "function" || policy.name === proof) continue;
        await policy.validateStack({ resources: all.map(asResult) } as never, () =>
            found.add(policy.name),
        );
    }
    return [...found].sort();
}

describe("policy pack, entry roles of pipelines", () => {
    for (const row of rows) {
        it(`${row.blockedBy.length === 0 ? "passes" : "blocks"} ${row.name}`, async () => {
            expect(await reportsOf(row)).to.deep.equal(row.blockedBy);
        });
    }

    it("has 15 wrong trusts at least, and a right one of each issuer", () => {
        const [wrong, right] = [true, false].map((isWrong) =>
            rows.filter(({ blockedBy }) => blockedBy.length > 0 === isWrong),
        );
        expect(wrong?.length).to.be.at.least(15);
        const issuers = new Set(
            right?.flatMap(({ statements }) =>
                /oidc-provider\/([\w.]+)/.exec(JSON.stringify(statements))?.slice(1),
            ),
        );
        expect(issuers.size).to.equal(6);
    });

    it("knows the roles that read by the names that the catalogue has", () => {
        const reading = roleCatalogue.filter(({ readOnly }) => readOnly === true);
        expect(readingRoles).to.deep.equal(reading.map(({ name }) => name));
    });
});
