/** Bits of an IP address, 32 or 128 of them; `undefined` if it is none. */
export function bitsOf(address: string): string | undefined {
    return address.includes(":") ? bitsOf6(address) : bitsOf4(address);
}

function bitsOf4(address: string): string | undefined {
    const octets = address.split(".");
    const valid = octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
    if (octets.length !== 4 || !valid) return undefined;
    return octets.map((octet) => Number(octet).toString(2).padStart(8, "0")).join("");
}

function bitsOf6(address: string): string | undefined {
    const [left = "", right, more] = address.split("::");
    const groups = (text: string) => (text === "" ? [] : text.split(":"));
    const missing = 8 - groups(left).length - groups(right ?? "").length;
    if (more !== undefined || (right === undefined ? missing !== 0 : missing < 1)) return undefined;
    const all = [
        ...groups(left),
        ...Array.from({ length: missing }, () => "0"),
        ...groups(right ?? ""),
    ];
    if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
    return all.map((group) => parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

/** First bits of the addresses of a range, e.g. of `10.0.0.0/8`, and how many bits its addresses have. */
export function rangeOf(range: string): { prefix: string; length: number } | undefined {
    const [address = "", size] = range.split("/");
    const bits = bitsOf(address);
    if (bits === undefined) return undefined;
    const count = size === undefined ? bits.length : Number(size);
    if (size !== undefined && !/^\d{1,3}$/.test(size)) return undefined;
    return count > bits.length ? undefined : { prefix: bits.slice(0, count), length: bits.length };
}

/** IPv4 address with these 32 bits, or IPv6 address with these 128. */
export function addressOf(bits: string): string {
    const size = bits.length === 32 ? 8 : 16;
    const groups = bits.match(new RegExp(`.{${size}}`, "g")) ?? [];
    return groups
        .map((group) => parseInt(group, 2).toString(size === 8 ? 10 : 16))
        .join(size === 8 ? "." : ":");
}
