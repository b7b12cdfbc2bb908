import { randomBytes } from "node:crypto";

import { installOp, opAnswer } from "./opCommand";
import type { Answer } from "./opCommand";
import { atPort } from "./serving";

/** A Connect server with one vault, and what an `op` command needs to reach the same items. */
export interface OnePasswordServer {
    readonly address: string;
    readonly token: string;
    readonly vaultId: string;
    /** Every request so far, for the search for secrets in addresses. */
    readonly requests: readonly string[];
    /** Changes an item as people do, past the API. */
    edit(title: string, label: string, value: string): void;
    /** Puts an `op` command into a folder, which works on the same items. */
    installOp(folder: string): Promise<void>;
    stop(): Promise<void>;
}

interface Field {
    id: string;
    label: string;
    type: string;
    value: string;
}

interface Item {
    id: string;
    title: string;
    category: string;
    vault: { id: string };
    version: number;
    updatedAt: string;
    fields: Field[];
}

type Json = Record<string, unknown>;

const fieldTypes = ["STRING", "CONCEALED"];
const newId = (): string => randomBytes(13).toString("hex");

/**
 * A stub of Connect's documented API: strict, an unknown path, method, property or operation is an error.
 *
 * @see https://developer.1password.com/docs/connect/api-reference/
 */
export async function stubOnePassword(serve = atPort): Promise<OnePasswordServer> {
    const token = "connect-token-of-a-test";
    const vaultId = newId();
    const items: Item[] = [];
    const requests: string[] = [];
    const invalid = (message: string): Answer => [400, { status: 400, message }];
    const missing: Answer = [404, { status: 404, message: "item not found" }];

    const fieldOf = (given: unknown): Field | undefined => {
        const { id = newId(), label, type, value, ...rest } = given as Json;
        const isKnown = typeof type === "string" && fieldTypes.includes(type);
        if (typeof label !== "string" || !isKnown || Object.keys(rest).length > 0) return undefined;
        return { id: String(id), label, type, value: typeof value === "string" ? value : "" };
    };
    const create = (body: Json): Answer => {
        const { title, category, vault, fields, ...rest } = body;
        const made = (fields as unknown[]).map(fieldOf);
        if (
            typeof title !== "string" ||
            category !== "SECURE_NOTE" ||
            Object.keys(rest).length > 0
        ) {
            return invalid("invalid item");
        }
        if ((vault as { id?: unknown }).id !== vaultId) return invalid("another vault");
        if (!made.every((field) => field !== undefined)) return invalid("invalid field");
        const item: Item = {
            id: newId(),
            title,
            category,
            vault: { id: vaultId },
            version: 1,
            updatedAt: new Date().toISOString(),
            fields: made,
        };
        items.push(item);
        return [200, item];
    };
    const patch = (item: Item, operations: readonly Json[]): Answer => {
        const fields = item.fields.map((field) => ({ ...field }));
        for (const { op, path: pointer, value, ...rest } of operations) {
            if (Object.keys(rest).length > 0) return invalid("invalid operation");
            const [, id] = /^\/fields\/(\w+)\/value$/.exec(String(pointer)) ?? [];
            const field = fields.find((known) => known.id === id);
            if (op === "add" && pointer === "/fields") {
                const added = fieldOf(value);
                if (added === undefined) return invalid("invalid field");
                fields.push(added);
            } else if (op === "replace" && field !== undefined && typeof value === "string") {
                field.value = value;
            } else {
                return invalid("invalid operation");
            }
        }
        return touch(item, fields);
    };
    const touch = (item: Item, fields: Field[]): Answer => {
        item.fields = fields;
        item.version++;
        item.updatedAt = new Date().toISOString();
        return [200, item];
    };
    const summary = (item: Item) => ({ ...item, fields: undefined });
    const filtered = <Entry>(
        url: URL,
        name: string,
        of: (entry: Entry) => string,
        all: Entry[],
    ): Answer => {
        const filter = url.searchParams.get("filter");
        if (filter === null) return [200, all];
        const [, wanted] = new RegExp(`^${name} eq "([^"]*)"$`).exec(filter) ?? [];
        return wanted === undefined
            ? invalid("invalid filter")
            : [200, all.filter((entry) => of(entry) === wanted)];
    };

    const answer = (method: string, url: URL, body: unknown): Answer => {
        const vaults = [{ id: vaultId, name: "Platform" }];
        if (method === "GET" && url.pathname === "/v1/vaults") {
            return filtered(url, "name", ({ name }) => name, vaults);
        }
        const [, vault, kind, id] =
            /^\/v1\/vaults\/(\w+)(?:\/(items)(?:\/(\w+))?)?$/.exec(url.pathname) ?? [];
        if (vault !== vaultId) return [403, { status: 403, message: "vault is not in scope" }];
        if (kind === undefined) return method === "GET" ? [200, vaults[0]] : missing;
        if (id === undefined) {
            if (method === "GET")
                return filtered(url, "title", ({ title }) => title, items.map(summary));
            return method === "POST" ? create(body as Json) : missing;
        }
        const item = items.find((known) => known.id === id);
        if (item === undefined) return missing;
        switch (method) {
            case "GET":
                return [200, item];
            case "PATCH":
                return patch(item, body as Json[]);
            case "PUT": {
                const fields = (body as Item).fields.map(fieldOf);
                return fields.every((field) => field !== undefined)
                    ? touch(item, fields)
                    : invalid("invalid field");
            }
            case "DELETE":
                items.splice(items.indexOf(item), 1);
                return [204, undefined];
            default:
                return [405, { status: 405, message: "method not allowed" }];
        }
    };

    const { address, stop } = await serve(({ method, url, header, body }) => {
        requests.push(`${method} ${url.href}`);
        if (header("authorization") !== `Bearer ${token}`) {
            return [401, { status: 401, message: "invalid bearer token" }];
        }
        if (url.pathname === "/op") return opAnswer(body, vaultId, answer);
        return answer(method, url, body === "" ? undefined : JSON.parse(body));
    });
    return {
        address,
        token,
        vaultId,
        requests,
        edit(title, label, value) {
            const field = items
                .find((item) => item.title === title)
                ?.fields.find((known) => known.label === label);
            if (field === undefined) throw new Error(`no field ${label}`);
            field.value = value;
        },
        installOp: (folder) => installOp(folder, new URL(address).port, token),
        stop,
    };
}
