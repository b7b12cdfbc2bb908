import { readFile } from "node:fs/promises";
import * as path from "node:path";

import type { Organization } from "../organization/organization";
import type { Locate, Location } from "../report/locate";
import { valueAt } from "./jsonPlaces";
import type { JsonValue } from "./jsonPlaces";

/** Lists of an account's details, and where each keeps its documents. */
const lists = [
    { list: "UserDetailList", inline: "UserPolicyList" },
    { list: "GroupDetailList", inline: "GroupPolicyList" },
    { list: "RoleDetailList", inline: "RolePolicyList" },
] as const;

/**
 * Finds statements in a folder that `readDirectory` has read.
 *
 * @param folder as the command was given it
 */
export async function locateInFolder(
    folder: string,
    { accounts, leftOut }: Organization,
): Promise<Locate> {
    const files = new Map<string, { readonly file: string; readonly root: JsonValue }>();
    for (const { id } of leftOut?.all ?? accounts) {
        const file = path.join(folder, `${id}.json`);
        // An account that could not be read has no file.
        const text = await readFile(file, "utf8").catch(() => undefined);
        if (text === undefined) continue;
        files.set(id, { file: shown(file), root: valueAt(text) });
    }
    return ({ document, statement }): Location | undefined => {
        const [owner = "", ...rest] = document.split(" ");
        const found = files.get(owner.split(":")[4] ?? "");
        if (found === undefined) return undefined;
        const at = documentAt(found.root, owner, rest.join(" "));
        if (at === undefined) return undefined;
        const statements = at.get("Statement");
        // A document may be URL-encoded text, and a single statement needs no list.
        const line = (statements?.at(statement) ?? statements ?? at).line;
        return { file: found.file, line };
    };
}

/** Below the current folder: relative to it. */
function shown(file: string): string {
    const relative = path.relative(process.cwd(), file);
    const isBelow = !relative.startsWith("..") && !path.isAbsolute(relative);
    return (isBelow ? relative : path.resolve(file)).split(path.sep).join("/");
}

/** @param what e.g. `trust policy` or `inline policy Name`; empty: the managed policy itself */
function documentAt(root: JsonValue, owner: string, what: string): JsonValue | undefined {
    if (what === "") {
        const policy = root.get("Policies")?.find("Arn", owner);
        const version = policy?.get("DefaultVersionId")?.text;
        return (
            policy
                ?.get("PolicyVersionList")
                ?.find("VersionId", version ?? "")
                ?.get("Document") ?? policy
        );
    }
    const name = /^inline policy (.*)$/s.exec(what)?.[1];
    for (const { list, inline } of lists) {
        const entry = root.get(list)?.find("Arn", owner);
        if (entry === undefined) continue;
        if (what === "trust policy") return entry.get("AssumeRolePolicyDocument") ?? entry;
        const policy = entry.get(inline)?.find("PolicyName", name ?? "");
        return policy?.get("PolicyDocument") ?? policy ?? entry;
    }
    return undefined;
}
