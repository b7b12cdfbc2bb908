import { parseSettings } from "../platform/config";
import { renderAll } from "../plan/renderStacks";
import type { StackSettings } from "../plan/stackSettings";
import type { RenderedStack } from "../plan/renderStack";
import { asText, readStackConfig } from "../platform/projectFiles";
import type { Context } from "./rule";

/**
 * Every stack of the platform as the program beside this pack makes it, the one that runs included: a policy pack can't
 * see other stacks.
 *
 * @throws whatever the program throws
 */
export async function renderPlatform(context: Context): Promise<readonly RenderedStack[]> {
    const { project, accounts, folder } = context;
    // Settings of one account alone don't hold for others.
    const shared = Object.entries(context.config).filter(
        ([key]) => key !== `${project}:deployRoleArn`,
    );
    const stacks = accounts.map(async ({ name }): Promise<StackSettings> => {
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
    });
    return renderAll(project, await Promise.all(stacks));
}
