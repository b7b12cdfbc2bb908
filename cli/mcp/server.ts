import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

import { errorText } from "../../platform/systemError";
import type { Tool } from "./tools";

/**
 * A server of the Model Context Protocol with these tools.
 *
 * @see https://modelcontextprotocol.io/specification
 */
export async function serve(
    tools: readonly Tool[],
    version: string,
    transport: Transport,
): Promise<void> {
    // The low-level server, since the tools' schemas are JSON Schema already.
    // oxlint-disable-next-line typescript/no-deprecated
    const server = new Server(
        { name: "iam-profiles", title: "IAM profiles", version },
        { capabilities: { tools: {} } },
    );
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(listed) }));
    server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
        const tool = tools.find(({ name }) => name === params.name);
        const names = tools.map(({ name }) => name).join(", ");
        if (tool === undefined) return failed(`no tool "${params.name}"; the tools: ${names}`);
        try {
            const { text, json } = await tool.run(params.arguments ?? {});
            return { content: [{ type: "text" as const, text }], structuredContent: json };
        } catch (error) {
            return failed(errorText(error));
        }
    });
    await server.connect(transport);
}

/** A tool as clients list it. */
export const listed = ({ name, title, description, properties, required, output }: Tool) => ({
    name,
    title,
    description,
    inputSchema: {
        type: "object" as const,
        properties: { ...properties },
        required: [...required],
        additionalProperties: false,
    },
    outputSchema: { type: "object" as const, ...output },
    annotations: { title, readOnlyHint: true, destructiveHint: false, openWorldHint: false },
});

const failed = (text: string) => ({ isError: true, content: [{ type: "text" as const, text }] });
