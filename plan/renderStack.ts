import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state";

import type { Account } from "../platform/accounts";
import type { RawConfig, Settings } from "../platform/config";
import { program } from "../program";
import type { Catalogues } from "../program";
import { addedByAws, tagsAll } from "./mockAws";
import type { Place } from "./mockAws";
import { PlanError } from "./plannedResource";
import type { PlannedResource } from "./plannedResource";
import { settle } from "./settle";

/** A stack before it is rendered. */
export interface StackInput {
    readonly project: string;
    readonly settings: Settings;
    /** What the settings were read from. */
    readonly config: RawConfig;
    /** What the state stack exports; `undefined` for the state stack itself. */
    readonly contract: unknown;
    /** What to deploy, if not the project's own. */
    readonly catalogues: Catalogues | undefined;
}

/** What the program makes of a stack. */
export interface RenderedStack {
    readonly account: Account;
    readonly partition: string;
    /** Components and providers included. */
    readonly resources: readonly PlannedResource[];
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** The SDK keeps what a program runs on in a store; this gives a callback one of its own. Its types leave it out. */
const { withLocalStorage } = runtimeState as unknown as {
    readonly withLocalStorage: <T>(callback: () => Promise<T>) => Promise<T>;
};

/**
 * One stack as the code makes it, on Pulumi's mocks. A program that the calling process runs isn't touched.
 *
 * @throws whatever the program throws
 * @throws PlanError for a resource type that isn't in mockAws.ts
 */
export function renderStack(stack: StackInput): Promise<RenderedStack> {
    return withLocalStorage(async () => {
        const { account, partition, region } = stack.settings;
        const aws = new MockAws({ partition, region, accountId: account.id }, stack.contract);
        await pulumi.runtime.setMocks(aws, stack.project, account.name, false, "organization");
        pulumi.runtime.setAllConfig(stack.config);
        const outputs = await settle(await program(stack.catalogues));
        if (aws.unknownTypes.size > 0) {
            throw new PlanError(
                `stack "${account.name}"`,
                [...aws.unknownTypes].map(
                    (type) => `the program makes ${type}; add it to plan/mockAws.ts`,
                ),
            );
        }
        return { account, partition, resources: aws.resources, outputs };
    });
}

/** Makes whatever it is asked for, and remembers it. */
class MockAws implements pulumi.runtime.Mocks {
    readonly resources: PlannedResource[] = [];
    readonly unknownTypes = new Set<string>();
    private provider: Readonly<Record<string, unknown>> = {};

    constructor(
        private readonly place: Place,
        private readonly contract: unknown,
    ) {}

    newResource({
        type,
        name,
        inputs: asked,
        id,
    }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
        const inputs = asked as Record<string, unknown>;
        if (type === "pulumi:pulumi:StackReference") {
            return { id: name, state: { ...inputs, outputs: { contract: this.contract } } };
        }
        if (type === "pulumi:providers:aws") this.provider = inputs;
        const added = addedByAws(type, inputs, this.place);
        // An error thrown here would end the process, wherever nobody waits for the resource.
        if (added === undefined) this.unknownTypes.add(type);
        const isTagged = type.startsWith("aws:");
        const props = {
            ...inputs,
            ...(isTagged ? { tagsAll: tagsAll(inputs, this.provider) } : {}),
            ...added,
        };
        this.resources.push({ type, name, props });
        return { id: id ?? `${name}-id`, state: props };
    }

    call({ token, inputs }: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult {
        // Whether the state stack is there: it was rendered.
        if (token === "pulumi:pulumi:readStackOutputs")
            return inputs as pulumi.runtime.MockCallResult;
        throw new Error(
            `The program calls ${token}, which needs AWS; a plan is made without network.`,
        );
    }
}
