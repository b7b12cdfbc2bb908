import { isIPv4, isIPv6 } from "node:net";

/** A network as the first bits of its addresses, in text: `192.0.2.0/24` has 24 of them. */
interface Network {
    readonly family: 4 | 6;
    readonly bits: string;
}

const lengths = { 4: 32, 6: 128 } as const;

const bitsOf = (parts: readonly number[], width: number): string =>
    parts.map((part) => part.toString(2).padStart(width, "0")).join("");

/** All bits of an address. @param text that node takes for one of the family */
function addressBits(text: string, family: 4 | 6): string {
    if (family === 4) return bitsOf(text.split(".").map(Number), 8);
    const [start = "", end] = text.split("::");
    const groups = (part: string): number[] =>
        part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
    const [first, last] = [groups(start), groups(end ?? "")];
    const zeros = new Array<number>(8 - first.length - last.length).fill(0);
    return bitsOf([...first, ...zeros, ...last], 16);
}

function parse(cidr: string): Network | undefined {
    const [, address = "", size = ""] = /^([0-9a-f.:]+)\/(0|[1-9]\d{0,2})$/i.exec(cidr) ?? [];
    // An IPv6 address may end as an IPv4 one; CloudTrail writes none like that.
    const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes(".") ? 6 : undefined;
    if (family === undefined || Number(size) > lengths[family]) return undefined;
    const bits = addressBits(address, family);
    const rest = bits.slice(Number(size));
    return rest.includes("1") ? undefined : { family, bits: bits.slice(0, Number(size)) };
}

function textOf({ family, bits }: Network): string {
    const all = bits.padEnd(lengths[family], "0");
    const width = family === 4 ? 8 : 16;
    const parts = (all.match(new RegExp(`.{${width}}`, "g")) ?? []).map((part) =>
        parseInt(part, 2),
    );
    const address =
        family === 4 ? parts.join(".") : parts.map((part) => part.toString(16)).join(":");
    return `${address}/${bits.length}`;
}

/** Whether a text is a network in CIDR notation, IPv4 or IPv6, without bits behind its prefix. */
export const isNetwork = (cidr: string): boolean => parse(cidr) !== undefined;

/**
 * All addresses outside some networks, IPv4 and IPv6, as the fewest networks.
 *
 * @param networks each as `isNetwork` takes it
 * @returns networks in the order of their addresses, IPv4 first, e.g. of `128.0.0.0/1`: `0.0.0.0/1`, `0:0:0:0:0:0:0:0/0`
 * @throws Error naming what is no network
 */
export function outside(networks: readonly string[]): readonly string[] {
    const inside = networks.map((cidr) => {
        const network = parse(cidr);
        if (network === undefined) throw new Error(`"${cidr}" is no network in CIDR notation`);
        return network;
    });
    const rest = (family: 4 | 6, bits: string, given: readonly string[]): string[] => {
        if (given.some((one) => bits.startsWith(one))) return [];
        const within = given.filter((one) => one.startsWith(bits));
        if (within.length === 0) return [textOf({ family, bits })];
        return ["0", "1"].flatMap((bit) => rest(family, bits + bit, within));
    };
    return ([4, 6] as const).flatMap((family) =>
        rest(
            family,
            "",
            inside.filter((one) => one.family === family).map(({ bits }) => bits),
        ),
    );
}
