import { expect } from "chai";

import { goEnvironment, isOlder } from "../../sandbox/goBuild";

describe("goEnvironment", () => {
    it("keeps the caller's settings, but writes below the given folder and for this machine", () => {
        const env = goEnvironment("/cache/go", {
            GOPROXY: "https://go.example",
            GOFLAGS: "-buildvcs=false",
            GOPATH: "/home/ann/go",
            GOMODCACHE: "/home/ann/go/pkg/mod",
            GOOS: "plan9",
            GOARCH: "mips",
            GOENV: "/home/ann/goenv",
        });
        expect(env["GOPROXY"]).to.equal("https://go.example");
        expect(env["GOFLAGS"]).to.equal("-buildvcs=false -modcacherw");
        expect(env["GOENV"]).to.equal("/home/ann/goenv");
        expect(env["GOOS"]).to.equal(undefined);
        expect(env["GOARCH"]).to.equal(undefined);
        for (const name of ["GOPATH", "GOMODCACHE", "GOCACHE", "GOTMPDIR"]) {
            expect(env[name], name).to.match(/^[/\\]cache[/\\]go[/\\]/);
        }
    });
});

describe("isOlder", () => {
    const cases: [string, string, boolean][] = [
        ["1.25.9", "1.26", true],
        ["1.26.0", "1.26", false],
        ["1.26rc1", "1.26", false],
        ["1.9", "1.26", true],
        ["2.0", "1.26", false],
        ["", "1.26", true],
    ];
    for (const [a, b, expected] of cases) {
        it(`"${a}" is ${expected ? "" : "not "}older than ${b}`, () => {
            expect(isOlder(a, b)).to.equal(expected);
        });
    }
});
