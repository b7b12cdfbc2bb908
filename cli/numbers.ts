import { InvalidArgumentError } from "commander";

/** Reads an option's value as a whole number within bounds. */
export const wholeNumber =
    (least: number, most: number) =>
    (text: string): number => {
        const value = Number(text);
        if (!/^\d+$/.test(text) || value < least || value > most) {
            throw new InvalidArgumentError(`Must be a whole number from ${least} to ${most}.`);
        }
        return value;
    };
