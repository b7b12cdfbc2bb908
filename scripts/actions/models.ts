import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A member of a structure, or what a list or map has. */
export interface Reference {
    readonly shape: string;
    readonly documentation?: string;
}

export interface Shape {
    readonly type: string;
    readonly enum?: readonly string[];
    readonly members?: Readonly<Record<string, Reference>>;
    readonly required?: readonly string[];
    readonly member?: Reference;
    readonly value?: Reference;
}

interface Operation {
    readonly input?: Reference;
    readonly output?: Reference;
}

/** A service model of botocore, as far as it is read. */
export interface ServiceModel {
    /** Name of its folder. */
    readonly name: string;
    readonly metadata: { readonly endpointPrefix?: string; readonly signingName?: string };
    readonly operations: Readonly<Record<string, Operation>>;
    readonly shapes: Readonly<Record<string, Shape>>;
}

/** The newest model of each service. @param folder botocore's `data` */
export function* serviceModels(folder: string): Iterable<ServiceModel> {
    for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) =>
        entry.isDirectory(),
    )) {
        const file = readdirSync(join(folder, name))
            .sort()
            .map((version) => join(folder, name, version, "service-2.json.gz"))
            .filter((path) => existsSync(path))
            .at(-1);
        if (file === undefined) continue;
        const text = gunzipSync(readFileSync(file)).toString("utf8");
        yield { ...(JSON.parse(text) as Omit<ServiceModel, "name">), name };
    }
}

/** A member of an operation's input or output that holds text. */
export interface TextMember {
    readonly name: string;
    /** From the outside in, this one included. */
    readonly path: readonly string[];
    readonly documentation: string;
    /** Whether no request can do without it. */
    readonly isRequired: boolean;
}

/** All of them, nested ones too; a structure that several members share is visited once. */
export function* textMembers(
    { shapes }: ServiceModel,
    reference: Reference | undefined,
): Iterable<TextMember> {
    const seen = new Set<string>();
    const pending =
        reference === undefined
            ? []
            : [{ reference, path: [] as readonly string[], isRequired: true }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const { shape: id, documentation = "" } = next.reference;
        const shape = shapes[id];
        if (shape === undefined) continue;
        const { path, isRequired } = next;
        if (shape.type === "string") {
            if (shape.enum === undefined) {
                yield { name: path.at(-1) ?? "", path, documentation, isRequired };
            }
            continue;
        }
        for (const inner of [shape.member, shape.value]) {
            if (inner === undefined) continue;
            pending.push({ reference: { documentation, ...inner }, path, isRequired });
        }
        if (shape.members === undefined || seen.has(id)) continue;
        seen.add(id);
        for (const [name, member] of Object.entries(shape.members)) {
            pending.push({
                reference: member,
                path: [...path, name],
                isRequired: isRequired && (shape.required ?? []).includes(name),
            });
        }
    }
}
