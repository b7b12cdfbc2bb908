import { readFileSync } from "node:fs";
import * as path from "node:path";
import { runInThisContext } from "node:vm";

import type { Hop } from "../../../../access/paths/hop";
import type { Report } from "../../../../access/report/report";
import type { PageData } from "../../../../access/render/page/pageData";
import { joinModules } from "../../../../access/render/page/parts";

export const pageFolder = path.join(__dirname, "../../../../access/render/page");

/** What the page's script makes of the data, as far as it needs no document. */
export interface Model {
    readonly verdict: Report["verdict"];
    readonly accounts: Report["accounts"];
    readonly identities: Report["identities"];
    readonly roles: readonly {
        readonly arn: string;
        readonly name: string;
        readonly account: number;
    }[];
    readonly crossings: readonly number[];
    readonly takeovers: readonly {
        readonly identity: number;
        readonly becomes: string;
        readonly steps: readonly number[];
        readonly uncertain: boolean;
    }[];
    readonly unfinishedSearches: readonly number[];
    readonly limits: readonly string[];
    cell(identity: number, role: number): Cell;
    path(path: number): { identity: number; role: number; steps: readonly number[] };
    hop(hop: number): PageHop;
    nameOf(arn: string): string;
    accountNameOf(arn: string): string;
}

export interface Cell {
    readonly path: number;
    readonly unknown: boolean;
    readonly hops: number;
    readonly crosses: boolean;
    readonly uncertain: boolean;
}

export interface PageHop extends Pick<Hop, "kind" | "from" | "to" | "action"> {
    readonly because: readonly {
        readonly document: string;
        readonly place: number;
        readonly sid: string | undefined;
    }[];
    readonly unknown: string | undefined;
}

export interface Filters {
    readonly identity: string;
    readonly account: string;
    readonly environment: string;
    readonly role: string;
    readonly differs: boolean;
    readonly from: string;
    readonly to: string;
}

interface Mark {
    readonly text: string;
    readonly look: string;
    readonly says: string;
}

interface Summary {
    readonly of: number;
    readonly reached: number;
    readonly unknown: number;
    readonly crosses: boolean;
    readonly uncertain: boolean;
}

interface Place {
    readonly row: number;
    readonly column: number;
}

interface Page {
    readModel(data: PageData): Model;
    differingAccounts(model: Model): ({ usual: number; alike: number } | undefined)[];
    differencesBetween(
        model: Model,
        account: number,
        usual: number,
    ): { role: string; identities: number[]; here: string; there: string }[];
    readFilters(hash: string): Filters;
    writeFilters(filters: Filters): string;
    matches(alternatives: string, texts: string[]): boolean;
    viewOf(
        model: Model,
        filters: Filters,
        unfolded: Set<number>,
        differs: (account: number) => boolean,
    ): {
        columns: number[];
        accounts: number[];
        rows: { account: number; role?: number; roles: number[] }[];
    };
    summaryOf(model: Model, identity: number, roles: number[]): Summary;
    moved(
        pressed: { key: string; ctrlKey: boolean; metaKey: boolean },
        at: Place,
        size: { rows: number; columns: number; page: number },
    ): Place | undefined;
    windowOf(
        top: number,
        height: number,
        rowHeight: number,
        rows: number,
    ): { from: number; to: number };
    roleMark(cell: Cell, inWords: boolean): Mark;
    accountMark(summary: Summary, inWords: boolean): Mark;
    resultText(cell: Cell, trustClass: string, environment: string): string;
    locksOf(hop: PageHop): { title: string; statements: PageHop["because"]; without: string }[];
    visible(text: string): string;
    shellWord(text: string): string;
}

/** The page's functions that need no document, as the page has them: from the joined script. */
export function loadPage(): Page {
    const modules = [
        "words",
        "element",
        "model",
        "differences",
        "filters",
        "rows",
        "move",
        "path",
        "cell",
        "facts",
        "cellPage",
    ].map((name) => readFileSync(path.join(pageFolder, `${name}.mjs`), "utf8"));
    const names = [
        "readModel",
        "differingAccounts",
        "differencesBetween",
        "readFilters",
        "writeFilters",
        "matches",
        "viewOf",
        "summaryOf",
        "moved",
        "windowOf",
        "roleMark",
        "accountMark",
        "resultText",
        "locksOf",
        "visible",
        "shellWord",
    ];
    const script = `"use strict"; (() => { ${joinModules(modules)}; return { ${names.join()} }; })()`;
    return runInThisContext(script) as Page;
}
