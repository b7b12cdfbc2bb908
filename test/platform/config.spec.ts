import { join } from "node:path";

import { expect } from "chai";

import { ConfigError, parseSettings } from "../../platform/config";
import { readCases } from "../support/readCases";
import type { CatalogueCheck, RawConfig, Settings } from "../../platform/config";

interface Case {
    readonly name: string;
    /** @default nonprod */
    readonly stack?: string;
    /** Over the base configuration; `null` takes a key away; text is raw. Keys without the project's name. */
    readonly config?: Readonly<Record<string, unknown>>;
}
interface GoodCase extends Case {
    /** What differs from the base settings. */
    readonly settings: Partial<Settings>;
}
interface FaultyCase extends Case {
    readonly faults: readonly string[];
}

const { base, good } = readCases(join(__dirname, "config.cases.json")) as {
    base: { config: Record<string, unknown>; settings: Settings };
    good: GoodCase[];
};
const faulty = ["accountFaults", "settingFaults"].flatMap(
    (name) => readCases(join(__dirname, `${name}.cases.json`)) as FaultyCase[],
);

function parse({ stack = "nonprod", config = {} }: Case): Settings {
    const raw: RawConfig = Object.fromEntries(
        Object.entries({ ...base.config, ...config })
            .filter(([, value]) => value !== null)
            .map(([key, value]) => [
                key.includes(":") ? key : `iam-profiles:${key}`,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
    );
    return parseSettings("iam-profiles", stack, raw);
}

function errorOf(run: () => unknown): unknown {
    try {
        run();
    } catch (error) {
        return error;
    }
    return undefined;
}

describe("parseSettings", () => {
    for (const { settings, ...given } of good) {
        it(`takes ${given.name}`, () => {
            expect(parse(given)).to.deep.equal({ ...base.settings, ...settings });
        });
    }

    for (const { faults, ...given } of faulty) {
        it(`refuses ${given.name}`, () => {
            const error = errorOf(() => parse(given));
            expect(error).to.be.instanceOf(ConfigError);
            expect((error as ConfigError).faults).to.deep.equal(faults);
        });
    }

    it("lists the faults below the stack and its files", () => {
        const error = errorOf(() => parse({ name: "", config: { prefix: "", partition: "mars" } }));
        expect((error as Error).message).to.equal(
            'The configuration of stack "nonprod" is not usable (Pulumi.yaml and Pulumi.nonprod.yaml):\n' +
                '  - partition is "mars"; must be one of aws, aws-us-gov, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f\n' +
                '  - prefix is ""; must be 1 to 16 letters and digits, a letter first',
        );
    });

    it("lists the faults of each catalogue below its file, after its own", () => {
        const check: CatalogueCheck = (scope) => [
            { file: "identities/catalogue.ts", faults: [`asked in ${JSON.stringify(scope)}`] },
            { file: "roles/catalogue.ts", faults: [] },
        ];
        const run = () => parseSettings("iam-profiles", "x", { "iam-profiles:prefix": "(" }, check);
        const text = (errorOf(run) as Error).message.split("\n");
        expect(text.filter((line) => !line.startsWith("  - "))).to.deep.equal([
            'The configuration of stack "x" is not usable (Pulumi.yaml and Pulumi.x.yaml):',
            "identities/catalogue.ts is not usable:",
        ]);
        // A sound scope, whatever the configuration is.
        expect(text.at(-1)).to.equal(
            '  - asked in {"partition":"aws","prefix":"PSK","accountId":"000000000000"}',
        );
    });

    it("sorts the registry by name, however it is written", () => {
        const { accounts } = base.config as { accounts: Record<string, unknown> };
        const reversed = Object.fromEntries(Object.entries(accounts).reverse());
        expect(parse({ name: "", config: { accounts: reversed } })).to.deep.equal(base.settings);
    });

    it("takes a registry of 2,000 accounts", () => {
        const { accounts } = base.config as { accounts: Record<string, unknown> };
        const more = Object.fromEntries(
            Array.from({ length: 2000 }, (_, index) => [
                `account-${index}`,
                { id: String(500000000000 + index), environment: "nonprod" },
            ]),
        );
        const settings = parse({ name: "", config: { accounts: { ...accounts, ...more } } });
        expect(settings.accounts).to.have.length(2003);
    });

    it("refuses a value nested 1,000 levels deep like any other", () => {
        const deep = "[".repeat(1000) + "]".repeat(1000);
        for (const key of ["accounts", "secretReaders", "waivers", "quotas", "tags"]) {
            const error = errorOf(() => parse({ name: "", config: { [key]: deep } }));
            expect(error, key).to.be.instanceOf(ConfigError);
        }
    });

    it("leaves the prototype of objects alone, whatever the names", () => {
        errorOf(() =>
            parse({
                name: "",
                config: {
                    accounts: '{"__proto__":{"id":"444444444444","environment":"prod"}}',
                    secretReaders: '{"__proto__":{"prod":["x"]}}',
                    tags: '{"__proto__":{"polluted":"yes"}}',
                },
            }),
        );
        expect(({} as Record<string, unknown>)["polluted"]).to.equal(undefined);
        expect(({} as Record<string, unknown>)["id"]).to.equal(undefined);
    });
});
