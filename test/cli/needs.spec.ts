import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { runCli } from "./runCli";
import { useHere } from "./useHere";

const change = (address: string, type: string, values: object): object => ({
    address,
    mode: "managed",
    type,
    name: "x",
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions: ["create"], before: null, after: {}, after_unknown: {}, ...values },
});
const vpc = change("aws_vpc.x", "aws_vpc", { after: { cidr_block: "10.0.0.0/16" } });
const unknown = change("aws_x.x", "aws_x", {});
const queue = change("aws_sqs_queue.x", "aws_sqs_queue", {
    actions: ["delete"],
    before: { arn: "arn:aws:sqs:us-east-1:222222222222:x" },
    after: null,
});

/** Of each plan: its changes, further options, the exit code, and what stdout contains. */
const table: readonly (readonly [string, readonly object[], readonly string[], number, string])[] =
    [
        [
            "allows all",
            [vpc],
            [],
            0,
            "PSKPlatformVPCRole in state, nonprod, prod allows 8 of 8 requests of the plan.\n",
        ],
        [
            "lacks some, in the account of what exists",
            [vpc, queue, unknown],
            [],
            1,
            [
                "PSKPlatformVPCRole in nonprod allows 8 of 11 requests of the plan.",
                "",
                "It lacks:",
                "  aws_sqs_queue.x",
                "    sqs:GetQueueAttributes on arn:aws:sqs:us-east-1:222222222222:x (read): no identity policy allows it",
                "    sqs:ListQueueTags on arn:aws:sqs:us-east-1:222222222222:x (read): no identity policy allows it",
                "    sqs:DeleteQueue on arn:aws:sqs:us-east-1:222222222222:x (delete): no identity policy allows it",
                "",
                "Unknown:",
                "  aws_x.x: resource type aws_x is not in the table",
                "",
            ].join("\n"),
        ],
        [
            "can't tell",
            [vpc, unknown],
            ["--json"],
            2,
            '"reason": "resource type aws_x is not in the table"',
        ],
    ];

const organization = path.join(checkout, "test", "access", "organizations", "clean");

describe("iam-profiles needs", () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "needs-"));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    for (const [name, resource_changes, options, code, stdout] of table) {
        it(`${name}: exit code ${code}`, async () => {
            const file = path.join(folder, "plan.json");
            await writeFile(file, JSON.stringify({ format_version: "1.2", resource_changes }));
            const args = ["needs", "--terraform-plan", file, "--role", "PSKPlatformVPCRole"];
            const result = await useHere([...args, ...options]);
            expect(result.stderr).to.equal("");
            if (options.length === 0) expect(result.stdout).to.equal(stdout);
            else expect(result.stdout).to.contain(stdout);
            expect(result.code).to.equal(code);
        });
    }

    it("names the nearest roles", async () => {
        const file = path.join(folder, "plan.json");
        await writeFile(file, JSON.stringify({ format_version: "1.2", resource_changes: [] }));
        const args = ["needs", "--terraform-plan", file, "--role", "Profile"];
        // In a process of its own, for which the engine is left out; the proof of the project's own stacks takes longer.
        const result = await runCli([...args, "--source", organization]);
        expect(result.stderr).to.match(/^ROLE "Profile" not found. Did you mean:\n {2}Profiles\n/);
        expect(result.code).to.equal(2);
    });
});
