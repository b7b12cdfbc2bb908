import { isIPv4, isIPv6 } from "node:net";

/** An IP address as a number. */
export interface Address {
    readonly version: 4 | 6;
    readonly value: bigint;
}

/** Addresses from `first` to `last`, both included. */
export interface AddressRange {
    readonly version: 4 | 6;
    readonly first: bigint;
    readonly last: bigint;
}

export const addressBits = { 4: 32, 6: 128 } as const;

/** Parses an address, e.g. `203.0.113.7` or `2001:db8::1`; `undefined` if it is invalid. */
export function readAddress(text: string): Address | undefined {
    if (isIPv4(text)) return { version: 4, value: fromIPv4(text) };
    if (isIPv6(text) && !text.includes("%")) return { version: 6, value: fromIPv6(text) };
    return undefined;
}

/**
 * Parses a CIDR range, e.g. `203.0.113.0/24`, or a single address; `undefined` if it is invalid.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function readAddressRange(text: string): AddressRange | undefined {
    const slash = text.indexOf("/");
    const address = readAddress(slash < 0 ? text : text.slice(0, slash));
    if (address === undefined) return undefined;
    const bits = addressBits[address.version];
    const prefix = slash < 0 ? String(bits) : text.slice(slash + 1);
    if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return undefined;
    const hosts = BigInt(bits - Number(prefix));
    const first = (address.value >> hosts) << hosts;
    return { version: address.version, first, last: first + (1n << hosts) - 1n };
}

export const inRange = ({ version, first, last }: AddressRange, address: Address): boolean =>
    version === address.version && first <= address.value && address.value <= last;

const fromIPv4 = (text: string): bigint =>
    text.split(".").reduce((value, part) => value * 256n + BigInt(part), 0n);

function fromIPv6(text: string): bigint {
    // The last two groups may be written as an IPv4 address.
    const groups = text.replace(/\d+\.\d+\.\d+\.\d+$/, (tail) => {
        const value = fromIPv4(tail);
        return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
    });
    const [head = "", tail] = groups.split("::");
    const before = head === "" ? [] : head.split(":");
    const after = tail === undefined || tail === "" ? [] : tail.split(":");
    const zeros = Array<string>(8 - before.length - after.length).fill("0");
    return [...before, ...zeros, ...after].reduce(
        (value, group) => value * 65536n + BigInt(`0x${group}`),
        0n,
    );
}
