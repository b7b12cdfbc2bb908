import { expect } from "chai";
import * as fc from "fast-check";

import { identityCatalogue } from "../../identities/catalogue";
import { renderAll } from "../../plan/renderStacks";
import type { StackSettings } from "../../plan/stackSettings";
import { parseSettings } from "../../platform/config";
import type { Catalogues } from "../../program";
import { roleCatalogue } from "../../roles/catalogue";
import { platformVpcRole } from "../../roles/platformVpcRole";
import { runs, seed } from "../support/seed";

const project = "iam-profiles";

interface Stack {
    readonly id: number;
    readonly environment: "nonprod" | "prod";
    readonly region: string;
    readonly isTagged: boolean;
    readonly hasDeployRole: boolean;
    readonly trustLength: number;
}

const stacks = fc.uniqueArray(
    fc.record<Stack>({
        id: fc.integer({ min: 0, max: 999_999_999_999 }),
        environment: fc.constantFrom("nonprod", "prod"),
        region: fc.constantFrom("us-east-1", "eu-west-1"),
        isTagged: fc.boolean(),
        hasDeployRole: fc.boolean(),
        trustLength: fc.constantFrom(2048, 4096),
    }),
    { selector: ({ id }) => id, minLength: 2, maxLength: 6 },
);

/** The settings of a registry's stacks, the state stack first. */
function platformOf(all: readonly Stack[]): readonly StackSettings[] {
    const named = all.map((stack, i) => ({ ...stack, name: `team${i}`, id: digits(stack.id) }));
    const accounts = Object.fromEntries(
        [{ name: "state", id: "111111111111", environment: "state" }, ...named].map(
            ({ name, id, environment }) => [name, { id, environment }],
        ),
    );
    const quotas = Object.fromEntries(
        named.map(({ name, trustLength }) => [name, { roleTrustPolicyLength: trustLength }]),
    );
    const shared = {
        [`${project}:accounts`]: JSON.stringify(accounts),
        [`${project}:quotas`]: JSON.stringify(quotas),
    };
    const read = (name: string, own: Readonly<Record<string, string>>): StackSettings => {
        const config = { ...shared, ...own };
        return { settings: parseSettings(project, name, config), config };
    };
    return [
        read("state", { "aws:region": "us-east-1" }),
        ...named.map(({ name, id, region, isTagged, hasDeployRole }) =>
            read(name, {
                "aws:region": region,
                ...(isTagged ? { [`${project}:tags`]: '{"Team":"a"}' } : {}),
                ...(hasDeployRole
                    ? { [`${project}:deployRoleArn`]: `arn:aws:iam::${id}:role/Deploy` }
                    : {}),
            }),
        ),
    ];
}

const digits = (id: number): string => String(id).padStart(12, "0");

/** Each stack rendered with the state stack alone, so that it is one of a kind. */
async function oneByOne(all: readonly StackSettings[], catalogues?: Catalogues): Promise<unknown> {
    const [state, ...others] = all;
    if (state === undefined) throw new Error("no state stack");
    const rendered: unknown[] = await renderAll(project, [state], catalogues).then((found) => [
        ...found,
    ]);
    for (const other of others) {
        rendered.push((await renderAll(project, [state, other], catalogues))[1]);
    }
    return rendered;
}

/** The catalogue with one role whose permissions are made by a function. */
const withPermissions = (permissions: typeof platformVpcRole.permissions): Catalogues => ({
    identities: identityCatalogue,
    roles: roleCatalogue.map((role) =>
        role === platformVpcRole ? { ...role, permissions } : role,
    ),
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("stacks of a kind", () => {
    it("are rendered once, and are what each would be", async () => {
        const property = fc.asyncProperty(stacks, async (all) => {
            const platform = platformOf(all);
            const together = await renderAll(project, platform);
            expect(plain(together)).to.deep.equal(plain(await oneByOne(platform)));
        });
        await fc.assert(property, { seed, numRuns: runs(8) });
    });

    it("are rendered once for many accounts", async () => {
        let calls = 0;
        const catalogues = withPermissions((scope) => {
            calls++;
            return platformVpcRole.permissions(scope);
        });
        const base = {
            region: "us-east-1",
            isTagged: false,
            hasDeployRole: true,
            trustLength: 2048,
        };
        const many = Array.from({ length: 20 }, (_, i): Stack => ({
            ...base,
            id: 500_000_000_000 + i,
            environment: i % 2 === 0 ? "prod" : "nonprod",
        }));
        const countOf = async (all: readonly Stack[]): Promise<number> => {
            calls = 0;
            await renderAll(project, platformOf(all), catalogues);
            return calls;
        };
        expect(await countOf(many)).to.equal(await countOf(many.slice(0, 4)));
    });

    it("are rendered one by one where they name another account of the registry", async () => {
        const foreign = 500_000_000_001;
        const catalogues = withPermissions((scope) => {
            const more = {
                Sid: "ReadShared",
                Effect: "Allow" as const,
                Action: ["s3:GetObject"],
                Resource: [`arn:aws:s3:::shared-${foreign}/*`],
            };
            return [...platformVpcRole.permissions(scope), more];
        });
        const platform = platformOf(
            [0, 1, 2].map((i) => ({
                id: 500_000_000_000 + i,
                environment: "prod",
                region: "us-east-1",
                isTagged: false,
                hasDeployRole: false,
                trustLength: 2048,
            })),
        );
        const together = await renderAll(project, platform, catalogues);
        expect(plain(together)).to.deep.equal(plain(await oneByOne(platform, catalogues)));
        expect(JSON.stringify(together)).to.include(`shared-${foreign}`);
    });
});
