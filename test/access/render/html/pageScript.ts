import { readFileSync } from "node:fs";
import * as path from "node:path";
import { runInThisContext } from "node:vm";

import type { Hop } from "../../../../access/paths/hop";
import type { Report } from "../../../../access/report/report";
import type { PageData } from "../../../../access/render/page/pageData";
import { joinModules, scripts } from "../../../../access/render/page/parts";

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
    readonly causes: readonly {
        readonly says: string;
        readonly statements: PageHop["because"];
        readonly paths: readonly number[];
        readonly takeovers: readonly number[];
    }[];
    readonly unfinishedSearches: readonly number[];
    readonly limits: readonly string[];
    cell(identity: number, role: number): Cell;
    isBreakGlass(role: number): boolean;
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
    readonly search: string;
    readonly environment: string;
    readonly differs: boolean;
    readonly each: boolean;
    readonly page: number;
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

interface Likeness {
    readonly account: number[];
    readonly identity: number[];
}

interface View {
    readonly identities: number[];
    readonly accounts: number[];
    readonly roles: number[];
    readonly page: number;
    readonly pages: number;
    readonly columnCount: number;
    readonly columns: { identity: number; identities: number[] }[];
    readonly rows: { account: number; accounts: number[]; role?: number; roles: number[] }[];
    finds(identity: number, role: number): boolean;
}

interface PictureNode {
    readonly kind: string;
    readonly name: string;
    readonly arn: string;
    readonly lane: number;
    readonly row: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

export interface Picture {
    readonly boxes: { id: string; name: string; x: number; width: number; height: number }[];
    readonly nodes: PictureNode[];
    readonly edges: { from: PictureNode; to: PictureNode; label: string; look: string }[];
    readonly width: number;
    readonly height: number;
    readonly others: string;
}

interface Placed {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

export interface Overview {
    readonly boxes: (Placed & { name: string; environment: string })[];
    readonly identities: (Placed & { name: string; trustClass: string; box: number })[];
    readonly roles: (Placed & {
        name: string;
        box: number;
        lines: { trustClass: string; mark: Mark; y: number }[];
    })[];
    readonly links: {
        from: Overview["identities"][number];
        to: Overview["roles"][number];
        look: string;
        y: number;
    }[];
    readonly width: number;
    readonly height: number;
}

interface Page {
    readModel(data: PageData): Model;
    likenessOf(model: Model): Likeness;
    differingAccounts(
        model: Model,
        likeness: number[],
    ): ({ usual: number; alike: number } | undefined)[];
    differencesBetween(
        model: Model,
        account: number,
        usual: number,
    ): { role: string; identities: number[]; here: string; there: string }[];
    readFilters(hash: string): Filters;
    writeFilters(filters: Filters): string;
    readSearch(text: string): { field: string; part: string }[][];
    searchOf(model: Model, text: string): (identity: number, role: number) => boolean;
    namedBy(model: Model, text: string): { identities: number[]; roles: number[] };
    viewOf(
        model: Model,
        filters: Filters,
        facts: {
            likeness: Likeness;
            isUnfolded: (account: number) => boolean;
            differs: (account: number) => boolean;
        },
    ): View;
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
    roleMark(cell: Cell): Mark;
    accountMark(summary: Summary): Mark;
    resultText(cell: Cell, trustClass: string, environment: string): string;
    locksOf(hop: PageHop): { title: string; statements: PageHop["because"]; without: string }[];
    pictureOf(model: Model, identity: number, target: string, steps: readonly number[]): Picture;
    pictureText(model: Model, picture: Picture): string;
    overviewOf(model: Model): Overview;
    overviewText(overview: Overview): string;
    csvOf(model: Model, shown: { identities: number[]; roles: number[] }): string;
    csvField(text: string): string;
    visible(text: string): string;
    shellWord(text: string): string;
}

/** The page's functions, as the page has them: from the joined script, but for what it does when it is opened. */
export function loadPage(): Page {
    const modules = scripts
        .filter((name) => name !== "main.mjs")
        .map((name) => readFileSync(path.join(pageFolder, name), "utf8"));
    const names = [
        "readModel",
        "likenessOf",
        "differingAccounts",
        "differencesBetween",
        "readFilters",
        "writeFilters",
        "readSearch",
        "searchOf",
        "namedBy",
        "viewOf",
        "summaryOf",
        "moved",
        "windowOf",
        "roleMark",
        "accountMark",
        "resultText",
        "locksOf",
        "pictureOf",
        "pictureText",
        "overviewOf",
        "overviewText",
        "csvOf",
        "csvField",
        "visible",
        "shellWord",
    ];
    const script = `"use strict"; (() => { ${joinModules(modules)}; return { ${names.join()} }; })()`;
    return runInThisContext(script) as Page;
}
