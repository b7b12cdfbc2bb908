import { readFile, readdir } from "node:fs/promises";
import * as path from "node:path";

import type { Locate, Location } from "../access";
import { checkout } from "../platform/checkout";
import { readTeamFiles } from "../roles/teams/teamFiles";

/** Where identities and roles are written. */
const folders = ["identities", "roles", "platform"];
/** Shorter texts, such as keys of a policy, name no role or identity. */
const leastLength = 6;

/**
 * Finds the line of the catalogue that names the identity or role that a statement belongs to.
 *
 * @param root the project's folder
 */
export async function locateInCatalogue(root: string = checkout): Promise<Locate> {
    const places = await namesInCatalogue(root);
    return ({ document }) => {
        const [owner = ""] = document.split(" ");
        const name = owner.slice(owner.lastIndexOf("/") + 1);
        let best: { readonly length: number; readonly place: Location } | undefined;
        for (const [written, place] of places) {
            // The name in IAM has the platform's prefix before it, and what it is after it.
            if (name.includes(written) && written.length > (best?.length ?? 0)) {
                best = { length: written.length, place };
            }
        }
        return best?.place;
    };
}

async function namesInCatalogue(root: string): Promise<ReadonlyMap<string, Location>> {
    const places = new Map<string, Location>();
    for (const folder of folders) {
        const names = (await readdir(path.join(root, folder))).sort();
        for (const name of names.filter((one) => one.endsWith(".ts"))) {
            const text = await readFile(path.join(root, folder, name), "utf8");
            for (const [i, line] of text.split("\n").entries()) {
                const written = /\b[nN]ame\w*\s*[:=]\s*"([\w+=,.@-]+)"/.exec(line)?.[1];
                if (written === undefined || written.length < leastLength || places.has(written))
                    continue;
                places.set(written, { file: `${folder}/${name}`, line: i + 1 });
            }
        }
    }
    for (const { file } of readTeamFiles(root)) {
        // What a team adds has the name of its file.
        const name = path.basename(file, ".yaml");
        if (name.length >= leastLength && !places.has(name)) places.set(name, { file, line: 1 });
    }
    return places;
}
