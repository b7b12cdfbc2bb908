import { Role } from "@pulumi/aws/iam/role";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { guardRegistrations } from "../../platform/guardRegistrations";
import { settle } from "../../plan/settle";

class Component extends pulumi.ComponentResource {
    constructor(
        name: string,
        opts: pulumi.ComponentResourceOptions,
        child: pulumi.ResourceOptions,
    ) {
        super("acme:network:Hub", name, {}, opts);
        makeRole("child", { ...child, parent: this });
        this.registerOutputs();
    }
}

const makeRole = (name: string, opts: pulumi.CustomResourceOptions): Role =>
    new Role(name, { name, assumeRolePolicy: "{}" }, opts);

const retains: pulumi.ResourceTransformation = ({ props, opts }) => ({
    props,
    opts: { ...opts, retainOnDelete: true },
});

/** Wherever a program sets an option, and whatever sets it. */
const programs: Readonly<
    Record<string, { readonly make: () => unknown; readonly refused: readonly string[] }>
> = {
    "without options": { make: () => makeRole("role", {}), refused: [] },
    "of a resource": {
        make: () => makeRole("role", { retainOnDelete: true }),
        refused: ['aws:iam/role:Role "role" has retainOnDelete'],
    },
    "of a resource's transformation": {
        make: () => makeRole("role", { transformations: [retains] }),
        refused: ['aws:iam/role:Role "role" has retainOnDelete'],
    },
    "of a component's transformation": {
        make: () => new Component("hub", { transformations: [retains] }, {}),
        refused: [
            'acme:network:Hub "hub" has retainOnDelete',
            'aws:iam/role:Role "child" has retainOnDelete',
        ],
    },
    "of a component's child": {
        make: () => new Component("hub", {}, { ignoreChanges: ["assumeRolePolicy"] }),
        refused: ['aws:iam/role:Role "child" has ignoreChanges: ["assumeRolePolicy"]'],
    },
    "of a resource that is made in an output": {
        make: () => pulumi.output(1).apply(() => makeRole("role", { hideDiffs: ["tags"] }).urn),
        refused: ['aws:iam/role:Role "role" has hideDiffs: ["tags"]'],
    },
    "of a resource that is imported": {
        make: () => makeRole("role", { import: "role" }),
        refused: ['aws:iam/role:Role "role" has import: "role"'],
    },
    "of a resource that goes with another": {
        make: () => makeRole("role", { deletedWith: makeRole("other", {}) }),
        refused: ['aws:iam/role:Role "role" has deletedWith'],
    },
};

describe("guardRegistrations", () => {
    for (const [name, { make, refused }] of Object.entries(programs)) {
        it(`${refused.length === 0 ? "takes" : "sees"} options ${name}`, async () => {
            const mocks: pulumi.runtime.Mocks = {
                newResource: ({ name: id, inputs }) => ({ id, state: inputs as object }),
                call: () => ({}),
            };
            await pulumi.runtime.setMocks(mocks, "iam-profiles", "prod");
            const faults: string[] = [];
            guardRegistrations((fault) => void faults.push(fault));
            await settle({ made: make() });
            expect(
                faults.map((fault) => fault.split(": what ")[0]?.split(": they ")[0]),
            ).to.have.length(refused.length);
            for (const text of refused) {
                expect(
                    faults.some((fault) => fault.startsWith(text)),
                    text,
                ).to.equal(true);
            }
        });
    }
});
