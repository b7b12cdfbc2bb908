import type { Props } from "../values";

/** A required text among checked inputs or in the state. */
export function text(props: Props, name: string): string {
    const value = props[name];
    if (typeof value !== "string") {
        throw new Error(`"${name}" is missing from the state; run a refresh`);
    }
    return value;
}

/** The texts, numbers and flags that were given, under AWS's names; an absent one is left out of the call. */
export function given<K extends string>(
    props: Props,
    names: Readonly<Record<K, string>>,
): Partial<Record<K, never>> {
    return Object.fromEntries(
        Object.entries<string>(names)
            .map(([awsName, name]) => [awsName, props[name]] as const)
            .filter(([, value]) => value !== undefined && value !== ""),
    ) as Partial<Record<K, never>>;
}

/** A list of texts; empty when there is none. */
export function texts(props: Props, name: string): readonly string[] {
    const value = props[name];
    return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** Whether a property differs between the state and the new inputs. */
export function changed(olds: Props, news: Props, ...names: readonly string[]): boolean {
    return names.some((name) => olds[name] !== news[name]);
}

/** The two parts of an id such as `group:name`. */
export function splitId(id: string, separator: string): readonly [string, string] {
    const at = id.indexOf(separator);
    if (at <= 0 || at === id.length - 1) {
        throw new Error(`id "${id}" must have the form <owner>${separator}<name>`);
    }
    return [id.slice(0, at), id.slice(at + 1)];
}
