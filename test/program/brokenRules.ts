import type { RenderedStack } from "../../plan/renderStack";
import { parseSettings } from "../../platform/config";
import type { RawConfig } from "../../platform/config";
import { rules, stackRules } from "../../policy-pack/policies";
import { Reported } from "../../policy-pack/reported";
import type { Context, ResourceFacts } from "../../policy-pack/rule";

/** The proof, and rules that render the stacks again: they have tests of their own. */
const slow = /^(iam-access|platform-state)-/;

/** What the policy pack finds in stacks as the program makes them, but for the proof. */
export async function brokenRules(
    stacks: readonly RenderedStack[],
    config: RawConfig,
): Promise<readonly string[]> {
    const found = await Promise.all(
        stacks.map(async ({ account, resources: made }) => {
            const context: Context = {
                ...parseSettings("iam-profiles", account.name, config),
                ...{ project: "iam-profiles", config, folder: undefined },
                ...{ isRunning: true, overrides: [] },
            };
            const provider = {
                type: "pulumi:providers:aws",
                props: { allowedAccountIds: [account.id] },
            };
            const resources = made
                .filter(({ type }) => type.startsWith("aws:"))
                .map(({ type, name, props }): ResourceFacts => ({
                    ...{ type, props, provider },
                    urn: `urn:pulumi:${account.name}::iam-profiles::${type}::${name}`,
                    options: { protect: true, ignoreChanges: [] },
                }));
            const broken = resources.flatMap((resource) =>
                rules
                    .filter(({ governs }) => governs(resource.type))
                    .flatMap(({ check }) => check(resource, context)),
            );
            const reported = new Reported();
            for (const rule of stackRules.filter(({ name }) => !slow.test(name))) {
                const governed = resources.filter(({ type }) => rule.governs(type));
                const violations = await rule.checkStack(governed, context, reported);
                broken.push(...violations.map(({ message }) => message));
            }
            return broken.map((message) => `${account.name}: ${message}`);
        }),
    );
    return found.flat();
}
