import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { parse } from "yaml";

import { planDocuments } from "../../plan/planSource";
import { renderAll } from "../../plan/renderStacks";
import type { RenderedStack } from "../../plan/renderStack";
import type { StackSettings } from "../../plan/stackSettings";
import type { Catalogues } from "../../program";
import { checkout } from "../../platform/checkout";
import { parseSettings } from "../../platform/config";
import { documentsOf } from "../access/ours/documents";
import type { Documents } from "../access/ours/documents";

const folder = path.join(checkout, "examples", "layouts");

/** The account registry of a layout, as Pulumi.yaml has it. */
export type Registry = Readonly<
    Record<string, { readonly id: string; readonly environment: string }>
>;

/** Names of the layouts, e.g. `two-accounts`. */
export const layouts: readonly string[] = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => path.basename(file, ".yaml"));

export const registryOf = (layout: string): Registry =>
    parse(readFileSync(path.join(folder, `${layout}.yaml`), "utf8")) as Registry;

/** What Pulumi would read of a registry, and of other shared settings. */
export const configOf = (
    registry: Registry,
    settings: Readonly<Record<string, unknown>> = {},
): Record<string, string> => ({
    "aws:region": "us-east-1",
    ...Object.fromEntries(
        Object.entries({ accounts: registry, ...settings }).map(([key, value]) => [
            `iam-profiles:${key}`,
            JSON.stringify(value),
        ]),
    ),
});

/** Every stack of a registry. @param catalogues default: this project's own. @throws ConfigError */
export function renderLayout(
    registry: Registry,
    settings?: Readonly<Record<string, unknown>>,
    catalogues?: Catalogues,
): Promise<readonly RenderedStack[]> {
    const config = configOf(registry, settings);
    const stacks = Object.keys(registry).map((name): StackSettings => ({
        settings: parseSettings("iam-profiles", name, config),
        config,
    }));
    return renderAll("iam-profiles", stacks, catalogues);
}

/** The same as documents, open to change. */
export const layoutDocuments = (stacks: readonly RenderedStack[]): Documents =>
    documentsOf(planDocuments(stacks));
