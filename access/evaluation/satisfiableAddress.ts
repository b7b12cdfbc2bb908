import { addressBits, inRange } from "../policy/addressRange";
import type { Address, AddressRange } from "../policy/addressRange";
import type { Satisfiability } from "./satisfiability";

/** Ranges that must contain the address, or must not. */
export interface AddressTest {
    readonly ranges: readonly AddressRange[];
    readonly mustHold: boolean;
}

/**
 * Whether some IP address passes all tests. Exact: the result changes only at the start of a range
 * and after its end, so it suffices to try those addresses and the first of each IP version.
 */
export function satisfiableAddress(tests: readonly AddressTest[]): Satisfiability {
    const candidates: Address[] = [
        { version: 4, value: 0n },
        { version: 6, value: 0n },
    ];
    for (const { ranges } of tests) {
        for (const { version, first, last } of ranges) {
            candidates.push({ version, value: first });
            if (last + 1n < 1n << BigInt(addressBits[version])) {
                candidates.push({ version, value: last + 1n });
            }
        }
    }
    const found = candidates.some((address) =>
        tests.every(
            ({ ranges, mustHold }) => ranges.some((range) => inRange(range, address)) === mustHold,
        ),
    );
    return found ? "satisfiable" : "unsatisfiable";
}
