import { randomBytes } from "node:crypto";
import type { ManagedType } from "../resource";
import type { Props } from "../values";

/** Random bytes, written in several ways. The id is their base 64 for URLs, without the prefix. */
export const randomId: ManagedType<undefined> = {
    token: "random:index/randomId:RandomId",
    inputs: {
        byteLength: { type: "number", required: true, replaces: true, ranges: [[1, 65536]] },
        keepers: { type: "stringMap", replaces: true },
        prefix: { type: "string", replaces: true },
    },
    outputs: { b64Std: {}, b64Url: {}, dec: {}, hex: {} },

    create(inputs) {
        const bytes = randomBytes(Number(inputs["byteLength"]));
        const prefix = typeof inputs["prefix"] === "string" ? inputs["prefix"] : "";
        return Promise.resolve({
            id: bytes.toString("base64url"),
            outputs: forms(bytes, prefix),
        });
    },

    /** Nothing outside holds it. An import may give the prefix first: `prefix,id`. */
    read(id, prior) {
        const comma = id.lastIndexOf(",");
        const encoded = id.slice(comma + 1);
        const bytes = Buffer.from(encoded, "base64url");
        if (bytes.length === 0 || bytes.toString("base64url") !== encoded) {
            throw new Error(`id "${id}" must be base 64 for URLs, or prefix,id`);
        }
        const known = typeof prior["prefix"] === "string" ? prior["prefix"] : "";
        const prefix = comma === -1 ? known : id.slice(0, comma);
        return Promise.resolve({
            byteLength: bytes.length,
            ...(prefix === "" ? {} : { prefix }),
            ...forms(bytes, prefix),
        });
    },

    update(id) {
        // All inputs replace, so that only a fault of ours gets here.
        throw new Error(`random id "${id}" can't be updated`);
    },

    delete() {
        return Promise.resolve();
    },
};

function forms(bytes: Buffer, prefix: string): Props {
    return {
        b64Std: prefix + bytes.toString("base64"),
        b64Url: prefix + bytes.toString("base64url"),
        dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
        hex: prefix + bytes.toString("hex"),
    };
}
