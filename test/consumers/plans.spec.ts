import { expect } from "chai";

import { lackingOf, rolesFor } from "../../consumers/lacking";
import type { RoleNeeds } from "../../consumers/lacking";
import { readTerraformPlan } from "../../consumers/terraformPlan";
import { organizationOf } from "./catalogueAccount";
import cases from "./plans.cases.json";

/** A resource change, shortened: type and provider are those of the address, unless given. */
interface Change {
    readonly address: string;
    readonly actions: readonly string[];
    readonly before?: unknown;
    readonly after?: unknown;
    readonly after_unknown?: unknown;
    readonly provider_name?: string;
}

interface Case {
    readonly name: string;
    readonly role: string;
    readonly changes: readonly Change[];
    /** Root module. */
    readonly configuration?: unknown;
    readonly errored?: boolean;
    readonly complete?: boolean;
    /** Number of requests, where it matters. */
    readonly requests?: number;
    readonly lacking: readonly string[];
    readonly unknown: readonly string[];
}

function planOf({ changes, configuration, errored, complete }: Case): string {
    const resource_changes = changes.map(({ address, provider_name, actions, ...values }) => {
        const [, data = "", type = ""] =
            /^(?:module\.[^.]+\.)*(data\.)?([\w-]+)\./.exec(address) ?? [];
        return {
            address,
            mode: data === "" ? "managed" : "data",
            type,
            provider_name: provider_name ?? "registry.terraform.io/hashicorp/aws",
            change: { actions, before: null, after: null, ...values },
        };
    });
    return JSON.stringify({
        format_version: "1.2",
        terraform_version: "1.15.0",
        resource_changes,
        variables: { aws_region: { value: "us-east-1" } },
        configuration: {
            provider_config: {
                aws: { expressions: { region: { references: ["var.aws_region"] } } },
            },
            root_module: configuration ?? {},
        },
        ...(errored === undefined ? {} : { errored }),
        ...(complete === undefined ? {} : { complete }),
    });
}

const organization = organizationOf();

function resultOf(row: Case): RoleNeeds {
    const plan = readTerraformPlan(planOf(row));
    const [role] = rolesFor(organization, row.role, plan);
    if (role === undefined) throw new Error(`no role ${row.role}`);
    return lackingOf(organization, role, plan);
}

describe("what Terraform plans need of roles", () => {
    for (const row of cases as readonly Case[]) {
        it(row.name, () => {
            const { requests, lacking, unknown } = resultOf(row);
            expect({
                lacking: lacking.map(
                    ({ address, action, resource }) => `${address}: ${action} on ${resource}`,
                ),
                unknown: unknown.map(({ address, reason }) => `${address}: ${reason}`),
            }).to.deep.equal({ lacking: row.lacking, unknown: row.unknown });
            if (row.requests !== undefined) expect(requests).to.equal(row.requests);
        });
    }

    it("says what denies a request", () => {
        const row = (cases as readonly Case[]).find(
            ({ name }) => name === "a role without the boundary",
        );
        expect(row && resultOf(row).lacking.map(({ reason }) => reason)).to.deep.equal([
            "denied by NoRoleWithoutBoundary of arn:aws:iam::222222222222:policy/PSKPolicies/PSKPermissionsBoundary",
        ]);
    });
});

describe("readTerraformPlan", () => {
    const makeOne = "make one: terraform plan -out=FILE && terraform show -json FILE";
    for (const [name, text, message] of [
        ["nothing", " \n", `The plan is empty; ${makeOne}`],
        ["text", "Plan: 1 to add", `The plan is not JSON; ${makeOne}`],
        [
            "a binary plan",
            "PK\u0003\u0004",
            "The plan is in Terraform's binary format; convert it: terraform show -json FILE",
        ],
        ["a list", "[]", "This is not a plan of Terraform"],
        ["an object", "{}", "format_version"],
        [
            "a state",
            '{"format_version":"1.0","values":{}}',
            `This is a state, not a plan; ${makeOne}`,
        ],
        ["a later format", '{"format_version":"2.0","resource_changes":[]}', "format_version"],
        [
            "a change without actions",
            '{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","mode":"managed","provider_name":"p","change":{}}]}',
            "resource_changes.0.change.actions",
        ],
        [
            "an action that doesn't exist yet",
            '{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","mode":"managed","provider_name":"p","change":{"actions":["adopt"]}}]}',
            'a.b: this version does not know Terraform\'s action "adopt"',
        ],
    ] as const) {
        it(`refuses ${name}`, () => {
            expect(() => readTerraformPlan(text)).to.throw(message);
        });
    }
});
