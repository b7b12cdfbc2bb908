import { StoreCallError } from "./storeCallError";

/** A field of an item. */
export interface OnePasswordField {
    readonly id: string;
    readonly label: string;
    readonly value: string;
}

/** An item of the vault, as far as the store needs it. */
export interface OnePasswordItem {
    readonly id: string;
    readonly title: string;
    readonly updatedAt: Date;
    readonly fields: readonly OnePasswordField[];
    /** As it was read, for writing it as a whole. */
    readonly whole: Readonly<Record<string, unknown>>;
}

/** A value to store under a label; a secret one is concealed where people look at the item. */
export interface FieldValue {
    readonly label: string;
    readonly value: string;
    readonly isSecret: boolean;
}

/** A vault of 1Password. No call puts a value into an error, a log or a process argument. */
export interface OnePasswordClient {
    /** Id of the vault: the same however it is reached. */
    readonly vault: string;
    /** @returns undefined if there is none @throws Error if several have the title */
    find(title: string): Promise<OnePasswordItem | undefined>;
    create(title: string, values: readonly FieldValue[]): Promise<void>;
    /** Sets these fields, and leaves the others as they are. */
    update(item: OnePasswordItem, values: readonly FieldValue[]): Promise<void>;
    /** An item that is gone counts as done. */
    remove(item: OnePasswordItem): Promise<void>;
}

/** A call that 1Password refused or didn't answer. */
export class OnePasswordError extends StoreCallError {}

/** Category of items that are made here. */
export const newCategory = "SECURE_NOTE";

export const newField = ({ label, value, isSecret }: FieldValue) => ({
    label,
    value,
    type: isSecret ? "CONCEALED" : "STRING",
});

/** An item from its JSON, which Connect and the `op` command write alike but for the dates. */
export function itemOf(json: unknown): OnePasswordItem {
    const whole = (typeof json === "object" && json !== null ? json : {}) as Record<
        string,
        unknown
    >;
    const { id, title, fields = [] } = whole;
    if (typeof id !== "string" || typeof title !== "string" || !Array.isArray(fields)) {
        throw new OnePasswordError("1Password's answer is no item; try again", 0);
    }
    const date = new Date(String(whole["updatedAt"] ?? whole["updated_at"]));
    return {
        id,
        title,
        whole,
        updatedAt: Number.isNaN(date.getTime()) ? new Date(0) : date,
        fields: (fields as Record<string, unknown>[]).map((field) => ({
            id: textOf(field["id"]),
            label: textOf(field["label"]),
            value: textOf(field["value"]),
        })),
    };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The one entry of a list with this name. @throws Error if there are several */
export function onlyOne<Entry extends { readonly id: string }>(
    entries: readonly Entry[],
    what: string,
): Entry | undefined {
    if (entries.length > 1) {
        throw new Error(`1Password has ${entries.length} of ${what}; rename all but one`);
    }
    return entries[0];
}

/** Ids and names are part of an address or a command: nothing in them may mean anything there. */
export function requirePlainName(what: string, name: string): void {
    if (!/^[^\p{C}"\\]{1,120}$/u.test(name) || name.startsWith("-")) {
        throw new Error(
            `${what} in 1Password is ${JSON.stringify(name)}; must be 1 to 120 characters without " and \\, and not begin with -`,
        );
    }
}
