import { addressBits, inRange } from "../policy/addressRange";
import type { Address, AddressRange } from "../policy/addressRange";
import type { Satisfiability } from "./satisfiability";

/** Ranges of which one must hold an address, or none may. */
export interface AddressTest {
    readonly ranges: readonly AddressRange[];
    readonly mustHold: boolean;
}

/**
 * Whether some IP address meets all tests. Exact: what holds changes only where a range begins or has ended, so those
 * addresses and the first of each version stand for all.
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
