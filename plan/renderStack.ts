import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state";

import type { Account } from "../platform/accounts";
import type { RawConfig, Settings } from "../platform/config";
import { guardRegistrations } from "../platform/guardRegistrations";
import { program } from "../program";
import type { Catalogues } from "../program";
import { addedByAws, tagsAll } from "./mockAws";
import type { Place } from "./mockAws";
import { watchPlacements } from "./placements";
import type { Placement } from "./placements";
import { PlanError } from "./plannedResource";
import type { PlannedResource } from "./plannedResource";
import { settle } from "./settle";

/** What to render. */
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

/** A stack as the program defines it. */
export interface RenderedStack {
    readonly account: Account;
    readonly partition: string;
    /** Components and providers included. */
    readonly resources: readonly PlannedResource[];
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** Runs a callback with its own copy of the SDK's runtime state. The function is missing in the SDK's types. */
const { withLocalStorage } = runtimeState as unknown as {
    readonly withLocalStorage: <T>(callback: () => Promise<T>) => Promise<T>;
};

/**
 * Renders one stack with Pulumi's mocks, without affecting a program that the calling process runs.
 *
 * @throws what the program throws
 * @throws PlanError for a resource type that isn't in mockAws.ts, and for refused resource options
 */
export function renderStack(stack: StackInput): Promise<RenderedStack> {
    return withLocalStorage(async () => {
        const { account, partition, region } = stack.settings;
        const aws = new MockAws({ partition, region, accountId: account.id }, stack.contract);
        await pulumi.runtime.setMocks(aws, stack.project, account.name, false, "organization");
        const faults: string[] = [];
        guardRegistrations((fault) => void faults.push(fault));
        watchPlacements((placement) => (aws.placement = placement));
        pulumi.runtime.setAllConfig(stack.config);
        const outputs = await settle(await program(stack.catalogues));
        for (const type of aws.unknownTypes) {
            faults.push(`the program creates ${type}; add it to plan/mockAws.ts`);
        }
        if (faults.length > 0) throw new PlanError(`stack "${account.name}"`, faults);
        return { account, partition, resources: aws.resources, outputs };
    });
}

/** Creates and records every requested resource. */
class MockAws implements pulumi.runtime.Mocks {
    readonly resources: PlannedResource[] = [];
    readonly unknownTypes = new Set<string>();
    /** Of the resource that comes next. */
    placement: Placement = {};
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
        // An error thrown here would end the process if nothing awaits the resource.
        if (added === undefined) this.unknownTypes.add(type);
        const isTagged = type.startsWith("aws:");
        const props = {
            ...inputs,
            ...(isTagged ? { tagsAll: tagsAll(inputs, this.provider) } : {}),
            ...added,
        };
        this.resources.push({ type, name, props, ...this.placement });
        return { id: id ?? `${name}-id`, state: props };
    }

    call({ token, inputs }: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult {
        // The state stack exists: it was rendered.
        if (token === "pulumi:pulumi:readStackOutputs")
            return inputs as pulumi.runtime.MockCallResult;
        throw new Error(
            `The program calls ${token}, which needs AWS; a plan is rendered without network.`,
        );
    }
}
