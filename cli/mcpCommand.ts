import { once } from "node:events";

import { Command } from "commander";

import { action, exitCode, print, progress } from "./action";
import { ownVersion } from "./origin";

export const mcpCommand = (): Command =>
    new Command("mcp")
        .description(
            "serve access, explain, diff, status and drift to an assistant (MCP, over stdio)",
        )
        .option("--json", "print the tools with the schemas of their input and output, and end")
        .addHelpText(
            "after",
            `
The server reads and changes nothing. It runs until its client closes stdin. A client's configuration:
  { "mcpServers": { "iam-profiles": {
      "command": "npx", "args": ["iam-profiles", "mcp"]
  } } }

The shapes of the results: schemas/.`,
        )
        .action(action(mcp));

async function mcp({ json }: { readonly json?: boolean }): Promise<number> {
    if (json === true) {
        const [{ listed }, { tools }] = await Promise.all([
            import("./mcp/server"),
            import("./mcp/tools"),
        ]);
        print(JSON.stringify(tools.map(listed), undefined, 2));
        return exitCode.fine;
    }
    const { StdioServerTransport } = await import("@modelcontextprotocol/sdk/server/stdio.js");
    const { serve } = await import("./mcp/server");
    const { tools } = await import("./mcp/tools");
    await serve(tools, ownVersion(), new StdioServerTransport());
    progress("serving; close stdin to end");
    await once(process.stdin, "end");
    return exitCode.fine;
}
