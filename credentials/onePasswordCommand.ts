import { spawn } from "node:child_process";

import {
    itemOf,
    newCategory,
    newField,
    onlyOne,
    OnePasswordError,
    requirePlainName,
} from "./onePasswordClient";
import type { FieldValue, OnePasswordClient, OnePasswordItem } from "./onePasswordClient";

const answerMs = 30_000;

interface Named {
    readonly id: string;
    readonly title?: string;
}

/**
 * A vault of 1Password through its `op` command, as the user who is logged in to it or as the service account of
 * `OP_SERVICE_ACCOUNT_TOKEN`. Values go to it by its standard input. It writes items whole: rotate identities that share an
 * item from one place at a time.
 *
 * @param vault its name or id
 * @throws Error if there is no such command or vault
 * @see https://developer.1password.com/docs/cli/reference/management-commands/item/
 */
export async function onePasswordCommand(
    vault: string,
    env: NodeJS.ProcessEnv = process.env,
): Promise<OnePasswordClient> {
    requirePlainName("the vault", vault);
    const op = (what: string, args: readonly string[], input?: unknown) =>
        runOp(what, [...args, "--format", "json"], input, env);
    const doing = `reading the vault ${vault}`;
    const found = (await op(doing, ["vault", "get", vault])) as Partial<Named> | undefined;
    const id = found?.id ?? "";
    if (!/^[\w-]{1,64}$/.test(id)) throw new Error(`1Password has no vault ${vault}`);
    const inVault = ["--vault", id];

    return {
        vault: id,
        async find(title) {
            requirePlainName("the item", title);
            const reading = `reading the item ${title}`;
            const all = (await op(reading, ["item", "list", ...inVault])) as Named[];
            const one = onlyOne(
                all.filter((item) => item.title === title),
                `the item ${title}`,
            );
            if (one === undefined) return undefined;
            return itemOf(await op(reading, ["item", "get", one.id, ...inVault]));
        },
        async create(title, values) {
            const item = { title, category: newCategory, fields: values.map(newField) };
            await op(`making the item ${title}`, ["item", "create", ...inVault, "-"], item);
        },
        async update(item, values) {
            const { id: itemId, title } = item;
            await op(
                `writing the item ${title}`,
                ["item", "edit", itemId, ...inVault],
                changed(item, values),
            );
        },
        async remove({ id: itemId, title }) {
            await op(`deleting the item ${title}`, ["item", "delete", itemId, ...inVault]);
        },
    };
}

function changed({ whole }: OnePasswordItem, values: readonly FieldValue[]): object {
    const fields = (whole["fields"] ?? []) as readonly { readonly label?: string }[];
    const kept = fields.map((field) => {
        const wanted = values.find(({ label }) => label === field.label);
        return wanted === undefined ? field : { ...field, value: wanted.value };
    });
    const added = values.filter(({ label }) => !fields.some((field) => field.label === label));
    return { ...whole, fields: [...kept, ...added.map(newField)] };
}

/** @returns what it printed, from JSON; undefined if nothing */
function runOp(
    doing: string,
    args: readonly string[],
    input: unknown,
    env: NodeJS.ProcessEnv,
): Promise<unknown> {
    return new Promise((resolve, reject) => {
        const fail = (why: string): void => {
            reject(
                new OnePasswordError(
                    `1Password's op command fails ${doing}: ${why}; try it yourself: op ${args.slice(0, 2).join(" ")}`,
                    400,
                ),
            );
        };
        const child = spawn("op", args, {
            env,
            stdio: ["pipe", "pipe", "ignore"],
        });
        // Not by spawn's own option, which stays, and keeps the process waiting, where there is no such command.
        const limit = setTimeout(() => child.kill(), answerMs);
        let text = "";
        child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        child.once("error", (error: NodeJS.ErrnoException) => {
            clearTimeout(limit);
            fail(
                error.code === "ENOENT"
                    ? "it isn't installed, or OP_CONNECT_HOST isn't set"
                    : String(error.code),
            );
        });
        child.once("close", (code, signal) => {
            clearTimeout(limit);
            if (code !== 0) {
                fail(signal === null ? `exit code ${String(code)}` : `ended by ${signal}`);
                return;
            }
            try {
                resolve(text.trim() === "" ? undefined : JSON.parse(text));
            } catch {
                fail("its output is no JSON");
            }
        });
        // A command that ends before it has read everything is judged by its exit code.
        child.stdin.on("error", () => undefined);
        child.stdin.end(input === undefined ? "" : JSON.stringify(input));
    });
}
