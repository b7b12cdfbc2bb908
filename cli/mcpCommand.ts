import { once } from "node:events";

import { Command } from "commander";

import { action, exitCode, progress } from "./action";
import { ownVersion } from "./origin";

export const mcpCommand = (): Command =>
    new Command("mcp")
        .description("serve access, explain, diff and status to an assistant (MCP, over stdio)")
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

async function mcp(): Promise<number> {
    const { StdioServerTransport } = await import("@modelcontextprotocol/sdk/server/stdio.js");
    const { serve } = await import("./mcp/server");
    const { tools } = await import("./mcp/tools");
    await serve(tools, ownVersion(), new StdioServerTransport());
    progress("serving; close stdin to end");
    await once(process.stdin, "end");
    return exitCode.fine;
}
