import * as v from "valibot";

import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { didYouMean, nearest } from "./nearest";
import { quote } from "./quote";

/** A schema of values that come from outside: `Output` is what it makes of them. */
export type Schema<Output> = v.GenericSchema<unknown, Output>;

/** Schemas of an object's properties, by name. */
export type Entries = Readonly<
    Record<string, v.GenericSchema | v.ExactOptionalSchema<v.GenericSchema, undefined>>
>;

type OutputOf<Shape extends Entries> = v.InferOutput<v.ObjectSchema<Shape, undefined>>;

/**
 * A value as its schema makes it.
 *
 * @param at where the value is, e.g. `waivers`, or a label that ends in a colon, e.g. `identity "x":`
 * @param fault receives each fault: where, the value, the bound
 * @returns `undefined` if there is a fault
 */
export function check<Output>(
    schema: Schema<Output>,
    value: unknown,
    at: string,
    fault: Fault,
): Output | undefined {
    const result = v.safeParse(schema, value, { abortPipeEarly: true });
    if (result.success) return result.output;
    for (const { path, message } of result.issues) {
        const steps = (path ?? []).map(({ key }) => step(key)).join("");
        // A label such as `identity "x":` is followed by a property, not continued by one.
        const place = at.endsWith(":") ? `${at} ${steps.replace(/^\./, "")}`.trimEnd() : at + steps;
        fault(`${place}${message.startsWith(":") ? "" : " "}${message}`);
    }
    return undefined;
}

/** A key in a path, e.g. `[0]`, `.hop`, or `["a key with blanks"]`. */
function step(key: unknown): string {
    if (typeof key === "number") return `[${key}]`;
    const name = String(key);
    return /^[\w:/@+-]{1,80}$/.test(name) ? `.${name}` : `[${quote(name)}]`;
}

/** A message for every fault of a value, e.g. `is "x"; must be a day, e.g. 2026-12-31`. */
export const must =
    (bound: string) =>
    ({ input }: v.BaseIssue<unknown>): string =>
        `is ${quote(input)}; must be ${bound}`;

/** Text that a pattern matches as a whole. */
export const text = (pattern: RegExp, bound: string) =>
    v.pipe(v.string(must(bound)), v.regex(pattern, must(bound)));

/** One of a few texts; a near one is suggested. */
export const oneOf = <const Option extends string>(options: readonly Option[]) =>
    v.picklist(options, ({ input }) =>
        [
            `is ${quote(input)}; must be one of ${options.join(", ")}`,
            typeof input === "string" ? didYouMean(input, options) : "",
        ].join(""),
    );

const mailPattern = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/** E-mail addresses, at least one; each once, sorted. @param otherwise what to do if there is none */
export const mailAddresses = (otherwise: string) =>
    v.pipe(
        v.array(
            text(mailPattern, "an e-mail address, e.g. security@example.com"),
            must("a list of e-mail addresses"),
        ),
        v.nonEmpty(`is empty; a list of e-mail addresses, or ${otherwise}`),
        v.transform((addresses) => [...new Set(addresses)].sort()),
    );

/**
 * An object with these properties and no other. Every unknown one is a fault: a misspelt name would otherwise mean its
 * default. valibot's own strict objects report the first alone, and miss names such as `constructor`.
 *
 * @param noun what it is, e.g. `an account`
 * @param entries `exactOptional` ones may be left out, but not `undefined`
 */
export function strict<const Shape extends Entries>(
    noun: string,
    entries: Shape,
): Schema<OutputOf<Shape>> {
    const known = Object.keys(entries);
    const isOptional = (key: string): boolean => entries[key]?.type === "exact_optional";
    return objectOf(
        `have ${known.join(", ")}`,
        (input) => {
            const given = Reflect.ownKeys(input).map(String);
            // A misspelt property is not reported again as missing.
            const meant = given
                .filter((key) => !known.includes(key))
                .map((key) => nearest(key, known));
            const missing = known.filter(
                (key) => !given.includes(key) && !isOptional(key) && !meant.includes(key),
            );
            return [...given, ...missing];
        },
        (key) => (Object.hasOwn(entries, key) ? entries[key] : undefined),
        (key) => {
            const hint = didYouMean(key, known);
            return `is not a property of ${noun}${hint}${hint === "" ? "; it" : " It"} has ${known.join(", ")}`;
        },
    ) as unknown as Schema<OutputOf<Shape>>;
}

/**
 * An object that maps names to values.
 *
 * @param bound what it must do, e.g. `map names to text`
 * @param valueOf schema of a value, by its name; text: why there may be no such name
 */
export const mapOf = <Value>(
    bound: string,
    valueOf: (name: string) => Schema<Value> | string,
): Schema<Readonly<Record<string, Value>>> =>
    objectOf(
        bound,
        (input) => Reflect.ownKeys(input).map(String),
        (name) => {
            const schema = valueOf(name);
            return typeof schema === "string" ? undefined : schema;
        },
        (name) => {
            const reason = valueOf(name);
            return typeof reason === "string" ? reason : "";
        },
    ) as Schema<Readonly<Record<string, Value>>>;

/** An object whose properties are all checked, so that all their faults are found at once. */
function objectOf(
    bound: string,
    keysOf: (input: object) => readonly string[],
    schemaOf: (key: string) => v.GenericSchema | undefined,
    unknownKey: (key: string) => string,
) {
    return v.pipe(
        v.unknown(),
        v.rawTransform(({ dataset: { value: input }, addIssue, NEVER }) => {
            if (!isObject(input)) {
                addIssue({ message: `is ${quote(input)}; must ${bound}` });
                return NEVER;
            }
            const output = new Map<string, unknown>();
            const keys = keysOf(input);
            for (const key of keys) {
                const value = input[key];
                const item = { type: "object", origin: "value", input, key, value } as const;
                const schema = schemaOf(key);
                if (schema === undefined) {
                    addIssue({ message: unknownKey(key), path: [item] });
                    continue;
                }
                const result = v.safeParse(schema, value, { abortPipeEarly: true });
                if (result.success) output.set(key, result.output);
                for (const { message, path = [] } of result.issues ?? []) {
                    addIssue({ message, path: [item, ...path] });
                }
            }
            // As data properties, whatever their names.
            return Object.fromEntries(output);
        }),
    );
}
