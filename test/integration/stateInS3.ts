import { hostname } from "node:os";

import { expect } from "chai";

import type { SandboxStacksOptions } from "../../cli/sources/sandboxStacks";
import type { SandboxFolders } from "../../sandbox/folders";
import { localAwsStatus } from "../../sandbox/localAws";
import { capturedRun } from "./capturedRun";

/** Test of a stack whose state is in S3. @param folders of a running sandbox */
export function testStateInS3(folders: SandboxFolders): void {
    it("keeps its state in S3 too, with the same locks", async () => {
        const status = await localAwsStatus(folders.localAws);
        const endpoint = status.state === "absent" ? "" : status.endpoint;
        await s3(endpoint, "PUT", "state-bucket");
        const inS3: SandboxStacksOptions = {
            folders,
            // The accounts are full.
            program: () => Promise.resolve({}),
            variables: (address) => ({
                PULUMI_BACKEND_URL: `s3://state-bucket?endpoint=${address}&region=us-east-1&s3ForcePathStyle=true`,
                ...{ AWS_ACCESS_KEY_ID: "111111111111", AWS_SECRET_ACCESS_KEY: "sandbox" },
            }),
        };
        const only = { stacks: ["state"] };
        const made = await capturedRun("up", only, inS3);
        expect(made.code, made.said).to.equal(0);
        expect(made.said).to.match(/state: deployed, \d+ create\n/);

        const lock = "state-bucket/.pulumi/locks/organization/iam-profiles/state/killed.json";
        const holder = { pid: 2 ** 22 + 1, username: "jane", hostname: hostname() };
        await s3(endpoint, "PUT", lock, { ...holder, timestamp: "2026-01-01T00:00:00Z" });
        const locked = await capturedRun("refresh", only, inS3);
        expect(locked.code).to.equal(1);
        expect(locked.said).to.match(/locked by jane@\S+ \(pid 4194305\).*has ended/);
        const unlocked = await capturedRun("refresh", { ...only, unlock: true }, inS3);
        expect(unlocked.code, unlocked.said).to.equal(0);
        expect(await s3(endpoint, "GET", lock)).to.equal(404);
    });
}

/** The local AWS takes an account's id for a signature. @returns the HTTP status */
async function s3(
    endpoint: string,
    method: "GET" | "PUT",
    object: string,
    body?: object,
): Promise<number> {
    const credential = "Credential=111111111111/20260101/us-east-1/s3/aws4_request";
    const { status } = await fetch(`${endpoint}/${object}`, {
        method,
        headers: {
            authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return status;
}
