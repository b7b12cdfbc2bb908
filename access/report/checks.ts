/** Receives a fault: where, the value found, and the bound. */
export type Fault = (place: string, found: unknown, bound: string) => void;

/** Reports every fault of a value. */
export type Check = (value: unknown, place: string, fault: Fault) => void;

export const text: Check = (value, place, fault) => {
    if (typeof value !== "string") fault(place, value, "must be a string");
};

export const index: Check = (value, place, fault) => {
    if (!Number.isSafeInteger(value) || (value as number) < 0) {
        fault(place, value, "must be a whole number from 0");
    }
};

export const oneOf =
    (...choices: readonly (string | number)[]): Check =>
    (value, place, fault) => {
        if (!choices.includes(value as string)) {
            fault(
                place,
                value,
                `must be ${choices.length > 1 ? "one of " : ""}${choices.join(", ")}`,
            );
        }
    };

/** Of a key that is there or not. */
export const isTrue: Check = (value, place, fault) => {
    if (value !== true) fault(place, value, "must be true");
};

export const listOf =
    (entry: Check): Check =>
    (value, place, fault) => {
        if (!Array.isArray(value)) fault(place, value, "must be a list");
        else for (const [i, item] of value.entries()) entry(item, `${place}[${i}]`, fault);
    };

export const object =
    (required: Readonly<Record<string, Check>>, optional: typeof required = {}): Check =>
    (value, place, fault) => {
        if (typeof value !== "object" || value === null || Array.isArray(value)) {
            fault(place, value, "must be an object");
            return;
        }
        const at = (key: string): string => (place === "" ? key : `${place}.${key}`);
        const own = (key: string): unknown =>
            Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
        for (const [key, check] of Object.entries(required)) check(own(key), at(key), fault);
        for (const [key, check] of Object.entries(optional)) {
            if (own(key) !== undefined) check(own(key), at(key), fault);
        }
    };

/** A value as messages show it, shortened to 60 characters. */
export function shortText(value: unknown): string {
    if (value === undefined) return "missing";
    if (Array.isArray(value)) return "a list";
    if (typeof value === "object" && value !== null) return "an object";
    const shown = JSON.stringify(value);
    return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
