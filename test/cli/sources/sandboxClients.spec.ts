import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import {
    CreatePolicyCommand,
    CreateRoleCommand,
    CreateUserCommand,
    IAMClient,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
    CreateSecretCommand,
    PutResourcePolicyCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";

import type { Organization } from "../../../access/organization/organization";
import { readLive } from "../../../access/sources/live";
import { sandboxClients } from "../../../cli/sources/sandbox";
import { withBoundaries } from "../../../cli/sources/sandboxBoundaries";
import { ensureLocalAws, stopLocalAws } from "../../../sandbox/localAws";
import { nonprodId, stateId } from "../../access/organization/small";

const region = "us-east-1";
const document = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const everything = document({ Effect: "Allow", Action: "*", Resource: "*" });
const userArn = `arn:aws:iam::${stateId}:user/PSKPeople/prod/Ann`;

describe("readLive on the local AWS", function () {
    let stateDir = "";
    let organization: Organization;

    before(async () => {
        stateDir = await fs.mkdtemp(path.join(tmpdir(), "iam-profiles-access-"));
        const { endpoint } = await ensureLocalAws(stateDir, () => undefined);
        const config = (accessKeyId: string) => ({
            endpoint,
            region,
            credentials: { accessKeyId, secretAccessKey: "sandbox" },
        });
        const secretArn = await fillState(config(stateId));
        await fillNonprod(config(nonprodId));
        organization = await readLive({
            accounts: [
                { id: stateId, name: "state", environment: "state" },
                { id: nonprodId, name: "nonprod", environment: "nonprod" },
            ],
            clientFor: sandboxClients(endpoint, region),
            complete: withBoundaries,
            keyHolders: new Map([[secretArn, userArn]]),
        });
    });
    after(async () => {
        await stopLocalAws(stateDir);
        await fs.rm(stateDir, { recursive: true });
    });

    it("reads users and the secrets that hold their keys", () => {
        const [state] = organization.accounts;
        expect(
            state?.users.map(({ arn, trustClass, policies, boundary }) => ({
                arn,
                trustClass,
                policies: policies.map(({ document: { name, fault } }) => [name, fault]),
                boundary: boundary?.arn,
            })),
        ).to.deep.equal([
            {
                arn: userArn,
                trustClass: "prod",
                policies: [[`${userArn} inline policy Own`, undefined]],
                boundary: `arn:aws:iam::${stateId}:policy/Boundary`,
            },
        ]);
        expect(
            state?.secrets?.map(({ arn, holdsKeyOf, policy }) => [
                arn.replace(/-[^-]+$/, ""),
                holdsKeyOf,
                policy?.statements.map(({ effect, fault }) => [effect, fault]),
            ]),
        ).to.deep.equal([
            [
                `arn:aws:secretsmanager:${region}:${stateId}:secret:Ann`,
                userArn,
                [["Deny", undefined]],
            ],
        ]);
    });

    it("reads roles with their trust policy and their permissions boundary", () => {
        const nonprod = organization.accounts[1];
        expect(
            nonprod?.roles.map(({ arn, trust, boundary }) => ({
                arn,
                trusts: trust.statements.flatMap(({ principals }) => [...(principals?.arns ?? [])]),
                boundary: boundary?.arn,
                isShared: boundary?.document === nonprod.managedPolicies[0]?.document,
            })),
        ).to.deep.equal([
            {
                arn: `arn:aws:iam::${nonprodId}:role/PSKRoles/Network`,
                trusts: [userArn],
                boundary: `arn:aws:iam::${nonprodId}:policy/Boundary`,
                isShared: true,
            },
        ]);
        expect(nonprod?.secrets).to.equal(undefined);
    });
});

type Config = ConstructorParameters<typeof IAMClient>[0] & object;

/** @returns the secret's ARN */
async function fillState(config: Config): Promise<string> {
    const iam = new IAMClient(config);
    const PermissionsBoundary = await createBoundary(iam);
    const [UserName, Path] = ["Ann", "/PSKPeople/prod/"];
    await iam.send(new CreateUserCommand({ UserName, Path, PermissionsBoundary }));
    await iam.send(
        new PutUserPolicyCommand({ UserName, PolicyName: "Own", PolicyDocument: everything }),
    );
    const secretsManager = new SecretsManagerClient(config);
    const { ARN: SecretId } = await secretsManager.send(
        new CreateSecretCommand({ Name: "Ann", SecretString: "{}" }),
    );
    const ResourcePolicy = document({
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
    });
    await secretsManager.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
    return SecretId ?? "";
}

async function fillNonprod(config: Config): Promise<void> {
    const iam = new IAMClient(config);
    const PermissionsBoundary = await createBoundary(iam);
    await iam.send(
        new CreateRoleCommand({
            RoleName: "Network",
            Path: "/PSKRoles/",
            AssumeRolePolicyDocument: document({
                Effect: "Allow",
                Principal: { AWS: userArn },
                Action: "sts:AssumeRole",
            }),
            PermissionsBoundary,
        }),
    );
}

async function createBoundary(iam: IAMClient): Promise<string | undefined> {
    const { Policy } = await iam.send(
        new CreatePolicyCommand({ PolicyName: "Boundary", PolicyDocument: everything }),
    );
    return Policy?.Arn;
}
