import cases from "./recipes.cases.json";

/** How a command of the documentation is tried. */
export type Recipe =
    | {
          /** What stands in its place, e.g. with `--sandbox`. @default the command as written */
          readonly run?: string;
          /** @default 0 */
          readonly exit?: number;
          /** What it prints, among the rest; or several such texts. */
          readonly prints?: string | readonly string[];
          /** A file that it writes, from the checkout. */
          readonly writes?: string;
          readonly needs?: undefined;
      }
    | {
          /** What a test lacks to run it. */
          readonly needs: string;
      };

/** By command. Those that are run are in the order in which a user runs them. */
export const recipes: Readonly<Record<string, Recipe>> = cases.commands;

/** What a test lacks to run commands that begin so. */
export const needs: Readonly<Record<string, string>> = cases.needs;
