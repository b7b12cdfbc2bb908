import {
    itemOf,
    newCategory,
    newField,
    onlyOne,
    OnePasswordError,
    requirePlainName,
} from "./onePasswordClient";
import type { FieldValue, OnePasswordClient, OnePasswordItem } from "./onePasswordClient";

const answerMs = 10_000;

interface Named {
    readonly id: string;
    readonly name?: string;
    readonly title?: string;
}

/**
 * A vault of 1Password through a Connect server: `OP_CONNECT_HOST` and `OP_CONNECT_TOKEN`, as 1Password's own tools read
 * them. A field is changed by itself, so that two identities of one item don't overwrite each other.
 *
 * @param vault its name or id
 * @throws Error naming what is missing or unsound
 * @see https://developer.1password.com/docs/connect/api-reference/
 */
export async function onePasswordConnect(
    vault: string,
    env: NodeJS.ProcessEnv = process.env,
): Promise<OnePasswordClient> {
    const host = connectHost(env["OP_CONNECT_HOST"]);
    const token = env["OP_CONNECT_TOKEN"] ?? "";
    if (token === "") throw new Error("OP_CONNECT_TOKEN is not set; export the Connect server's");
    requirePlainName("the vault", vault);

    const call = async (doing: string, method: string, path: string, body?: unknown) => {
        let response: Response;
        try {
            response = await fetch(`${host}/v1/${path}`, {
                method,
                headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
                signal: AbortSignal.timeout(answerMs),
                redirect: "error",
                ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            });
        } catch (error) {
            const { cause, name } = error as Error & {
                readonly cause?: { readonly code?: string };
            };
            const code = cause?.code ?? (name === "TimeoutError" ? "ETIMEDOUT" : "");
            throw new OnePasswordError(
                `1Password Connect doesn't answer (${code}), ${doing}`,
                0,
                code,
            );
        }
        if (!response.ok) {
            const { status } = response;
            const next = [401, 403].includes(status)
                ? "; OP_CONNECT_TOKEN has expired, or doesn't have the vault"
                : "";
            await response.body?.cancel();
            throw new OnePasswordError(
                `1Password Connect refuses ${doing}: status ${status}${next}`,
                status,
            );
        }
        const text = await response.text();
        try {
            return text === "" ? undefined : (JSON.parse(text) as unknown);
        } catch {
            throw new OnePasswordError(`1Password Connect's answer is no JSON, ${doing}`, 0);
        }
    };
    const list = async (doing: string, path: string, filter: string): Promise<Named[]> => {
        const query = `${path}?filter=${encodeURIComponent(filter)}`;
        const found = await call(doing, "GET", query);
        return Array.isArray(found) ? (found as Named[]) : [];
    };

    const byName = await list("looking for the vault", "vaults", `name eq "${vault}"`);
    const named = onlyOne(
        byName.filter(({ name }) => name === vault),
        `the vault ${vault}`,
    );
    const id = plainId(named?.id ?? vault);
    if (named === undefined) await call(`reading the vault ${vault}`, "GET", `vaults/${id}`);
    const items = `vaults/${id}/items`;

    return {
        vault: id,
        async find(title) {
            requirePlainName("the item", title);
            const doing = `reading the item ${title}`;
            const found = await list(doing, items, `title eq "${title}"`);
            const one = onlyOne(
                found.filter((item) => item.title === title),
                `the item ${title}`,
            );
            if (one === undefined) return undefined;
            return itemOf(await call(doing, "GET", `${items}/${plainId(one.id)}`));
        },
        async create(title, values) {
            await call(`making the item ${title}`, "POST", items, {
                title,
                vault: { id },
                category: newCategory,
                fields: values.map(newField),
            });
        },
        async update(item, values) {
            const path = `${items}/${plainId(item.id)}`;
            await call(`writing the item ${item.title}`, "PATCH", path, patchOf(item, values));
        },
        async remove(item) {
            const path = `${items}/${plainId(item.id)}`;
            await call(`deleting the item ${item.title}`, "DELETE", path).catch(
                (error: unknown) => {
                    if (!(error instanceof OnePasswordError && error.status === 404)) throw error;
                },
            );
        },
    };
}

/** JSON Patch, as Connect takes it. */
const patchOf = ({ fields }: OnePasswordItem, values: readonly FieldValue[]) =>
    values.map((wanted) => {
        const field = fields.find(({ label }) => label === wanted.label);
        return field === undefined
            ? { op: "add", path: "/fields", value: newField(wanted) }
            : { op: "replace", path: `/fields/${plainId(field.id)}/value`, value: wanted.value };
    });

function plainId(id: string): string {
    if (!/^[\w-]{1,64}$/.test(id)) {
        throw new Error("1Password has no vault of that name; give its name or id by --op-vault");
    }
    return id;
}

/** @throws Error unless secrets can be sent there: over TLS, or to this machine */
function connectHost(value = ""): string {
    let url: URL;
    try {
        url = new URL(value);
    } catch {
        throw new Error(
            "OP_CONNECT_HOST is missing or no URL; set it to e.g. https://connect.example.com",
        );
    }
    const loopback = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
    if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
        throw new Error(
            `OP_CONNECT_HOST has the scheme "${url.protocol}"; must be https:, or http: on this machine`,
        );
    }
    if (url.username !== "" || url.password !== "") {
        throw new Error(
            "OP_CONNECT_HOST holds a user or password; Connect takes OP_CONNECT_TOKEN alone",
        );
    }
    return value.replace(/\/+$/, "");
}
