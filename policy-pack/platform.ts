import { parseSettings } from "../platform/config";
import { renderAll, renderKinds } from "../plan/renderStacks";
import type { RenderedKinds } from "../plan/renderStacks";
import type { StackSettings } from "../plan/stackSettings";
import type { RenderedStack } from "../plan/renderStack";
import { asText, readStackConfig } from "../platform/projectFiles";
import type { Context } from "./rule";

/**
 * The stack that runs, as the program beside this pack makes it; `undefined`: it has none of the name.
 *
 * @throws whatever the program throws
 */
export async function renderOwn(context: Context): Promise<RenderedStack | undefined> {
    const { account, project } = context;
    const stacks = await stacksOf(context);
    const rendered = await renderAll(
        project,
        // The state stack's contract is needed, whatever runs.
        stacks.filter(
            ({ settings }) =>
                settings.account.environment === "state" || settings.account.name === account.name,
        ),
    );
    return rendered.find((stack) => stack.account.name === account.name);
}

/**
 * Every stack but the one that runs, as the program beside this pack makes it: a policy pack can't see other stacks.
 *
 * @throws whatever the program throws
 */
export async function renderOthers(context: Context): Promise<RenderedKinds> {
    const { account, project } = context;
    const stacks = await stacksOf(context);
    // The state stack's contract is needed, whatever runs.
    const { single, kinds } = await renderKinds(
        project,
        stacks.filter(
            ({ settings }) =>
                settings.account.environment === "state" || settings.account.id !== account.id,
        ),
    );
    // The state stack is another than that of a nonprod account that is the same.
    return { single: single.filter((stack) => stack.account.name !== account.name), kinds };
}

function stacksOf(context: Context): Promise<StackSettings[]> {
    const { project, accounts, folder } = context;
    // Settings of one account alone don't hold for others.
    const shared = Object.entries(context.config).filter(
        ([key]) => key !== `${project}:deployRoleArn`,
    );
    return Promise.all(
        accounts.map(async ({ name }) => {
            const config =
                name === context.account.name
                    ? context.config
                    : {
                          ...Object.fromEntries(shared),
                          ...(folder === undefined
                              ? {}
                              : asText(await readStackConfig(folder, name, project))),
                      };
            return { settings: parseSettings(project, name, config), config };
        }),
    );
}
