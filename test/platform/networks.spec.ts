import { BlockList } from "node:net";

import { expect } from "chai";
import fc from "fast-check";

import { isNetwork, outside } from "../../platform/networks";

const networks = {
    "0.0.0.0/0": true,
    "192.0.2.0/24": true,
    "192.0.2.1/32": true,
    "2001:db8::/32": true,
    "2001:DB8::/32": true,
    "::/0": true,
    "::1/128": true,
    "192.0.2.0": false,
    "192.0.2.0/": false,
    "192.0.2.0/33": false,
    "192.0.2.0/024": false,
    "192.0.2.1/24": false,
    "192.0.2/24": false,
    "256.0.0.0/8": false,
    "2001:db8::1/32": false,
    "2001:db8::/129": false,
    "::ffff:192.0.2.0/120": false,
    "example.com/24": false,
    "192.0.2.0/24 ": false,
    "": false,
};

const familyOf = (text: string): "ipv4" | "ipv6" => (text.includes(":") ? "ipv6" : "ipv4");

/** Whether an address is in one of some networks of its family, by node's own reader of them. */
const isIn = (address: string, cidrs: readonly string[]): boolean => {
    const list = new BlockList();
    const family = familyOf(address);
    for (const cidr of cidrs.filter((one) => familyOf(one) === family)) {
        const [start = "", size = ""] = cidr.split("/");
        list.addSubnet(start, Number(size), family);
    }
    return list.check(address, family);
};

const octet = fc.integer({ min: 0, max: 255 });
const group = fc.integer({ min: 0, max: 0xffff });
const address4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join("."));
const address6 = fc
    .array(group, { minLength: 8, maxLength: 8 })
    .map((parts) => parts.map((part) => part.toString(16)).join(":"));

/** A network around an address: its host bits are cleared. */
const network = fc.oneof(
    fc
        .tuple(fc.array(octet, { minLength: 4, maxLength: 4 }), fc.integer({ min: 0, max: 32 }))
        .map(([parts, size]) => `${cleared(parts, 8, size).join(".")}/${size}`),
    fc.tuple(fc.array(group, { minLength: 8, maxLength: 8 }), fc.integer({ min: 0, max: 128 })).map(
        ([parts, size]) =>
            `${cleared(parts, 16, size)
                .map((part) => part.toString(16))
                .join(":")}/${size}`,
    ),
);

const cleared = (parts: readonly number[], width: number, size: number): number[] =>
    parts.map((part, i) => {
        const kept = Math.max(0, Math.min(width, size - i * width));
        return part - (part % 2 ** (width - kept));
    });

describe("networks", () => {
    for (const [cidr, expected] of Object.entries(networks)) {
        it(`"${cidr}" is ${expected ? "a network" : "none"}`, () => {
            expect(isNetwork(cidr)).to.equal(expected);
        });
    }

    it("outside a few", () => {
        expect(outside([])).to.deep.equal(["0.0.0.0/0", "0:0:0:0:0:0:0:0/0"]);
        expect(outside(["0.0.0.0/0", "::/0"])).to.deep.equal([]);
        expect(outside(["64.0.0.0/2", "8000::/1"])).to.deep.equal([
            "0.0.0.0/2",
            "128.0.0.0/1",
            "0:0:0:0:0:0:0:0/1",
        ]);
        expect(outside(["192.0.2.1/32"])).to.have.length(32 + 1);
        expect(outside(["10.0.0.0/8", "10.1.0.0/16"])).to.deep.equal(outside(["10.0.0.0/8"]));
    });

    it("an address is outside some networks exactly if it is in none of them", () => {
        fc.assert(
            fc.property(
                fc.array(network, { maxLength: 5 }),
                fc.array(fc.oneof(address4, address6), { minLength: 1, maxLength: 8 }),
                (given, addresses) => {
                    const foreign = outside(given);
                    // The networks' own first addresses, too, which are at an edge.
                    const edges = given.map((cidr) => cidr.split("/")[0] ?? "");
                    for (const address of [...addresses, ...edges]) {
                        expect(isIn(address, foreign), address).to.equal(!isIn(address, given));
                    }
                },
            ),
            { seed: 14, numRuns: 100 },
        );
    });

    it("refuses what is no network", () => {
        expect(() => outside(["192.0.2.1/24"])).to.throw(
            '"192.0.2.1/24" is no network in CIDR notation',
        );
    });
});
