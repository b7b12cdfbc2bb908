import { isSeq, parseDocument, stringify } from "yaml";

import type { Environment } from "../../platform/environments";
import type { TrustClass } from "../../platform/naming";
import { quote } from "../../platform/quote";
import { codeowners, codeownersFile } from "./codeowners";
import { insertImport, insertInList } from "./insertInTypeScript";
import { insertInYaml } from "./insertInYaml";
import type { Change, Scaffold } from "./change";
import { accountsIn, reachOfAccount, reachOfIdentity, reachOfRole, reachOfTeamRole } from "./reach";
import type { Expectation } from "./reach";

/** Reads a file of the checkout; `undefined`: there is none. */
export type Read = (file: string) => string | undefined;

interface Limited {
    readonly class: TrustClass;
    readonly role?: readonly string[];
}

export interface AccountOptions {
    readonly id: string;
    readonly environment: Environment;
}
export interface IdentityOptions extends Limited {
    readonly team?: string;
}
export interface PipelineOptions extends IdentityOptions {
    /** JSON of where it runs. */
    readonly source: string;
}
export interface RoleOptions {
    readonly team?: string;
    readonly description: string;
    readonly action: readonly string[];
    readonly resource: readonly string[];
    /** `identities`, `prodIdentities` or `namedIdentities`; of a team, `ACCOUNT=IDENTITY`. */
    readonly assumableBy: readonly string[];
    /** Of a team: where the pipeline runs that assumes it and isn't there yet, and its class. */
    readonly source?: string;
    readonly class?: TrustClass;
}
export interface TeamOptions {
    readonly owner: readonly string[];
    readonly namePrefix: string;
    readonly class: TrustClass;
    readonly account: readonly string[];
    readonly boundary?: readonly string[];
    /** `ISSUER=REPOSITORY`. */
    readonly repository?: readonly string[];
}

const identityFile = "identities/catalogue.ts";
const pipelineFile = "identities/pipelines.ts";
const roleFile = "roles/catalogue.ts";
const format = "npm run format";
const prove = "npx iam-profiles access";
const ownTest = "npx mocha test/plan/reach.spec.ts";
const expected =
    "test/program/expected/: the new documents, as npx mocha test/program/*.spec.ts shows them";

/** An account: an entry of the registry and a stack file. */
export const newAccount = (
    name: string,
    { id, environment }: AccountOptions,
    read: Read,
): Scaffold => ({
    kind: "account",
    name,
    changes: [
        changed(read, "Pulumi.yaml", (text) =>
            insertInYaml(text, ["config", "accounts", "default"], name, { id, environment }),
        ),
        made(read, `Pulumi.${name}.yaml`, "# Settings of this account alone.\nconfig: {}\n"),
        test(read, undefined, name, reachOfAccount({ name, environment })),
    ],
    next: [
        format,
        prove,
        `npx iam-profiles bootstrap --account ${name}`,
        `npx iam-profiles up --stacks state,${name}`,
    ],
});

/** A service account: a line of the catalogue, or a file of a team. */
export const newIdentity = (name: string, options: IdentityOptions, read: Read): Scaffold =>
    options.team === undefined
        ? inList("identity", name, identityFile, "serviceAccounts", identityOf(name, options), read)
        : teamIdentity("identity", options.team, "serviceAccounts", name, options, {}, read);

/** A person who is an IAM user: a line of the catalogue. */
export const newPerson = (name: string, options: Limited, read: Read): Scaffold => {
    const scaffold = inList(
        "person",
        name,
        identityFile,
        "people",
        identityOf(name, options),
        read,
    );
    return { ...scaffold, next: [...scaffold.next, `npx iam-profiles person add ${name}`] };
};

/** A pipeline: an entry of the list, or a file of a team. @throws Error if the source is no JSON object */
export function newPipeline(name: string, options: PipelineOptions, read: Read): Scaffold {
    const source = sourceOf(options.source);
    return options.team === undefined
        ? inList(
              "pipeline",
              name,
              pipelineFile,
              "pipelines",
              { ...identityOf(name, options), ...source },
              read,
          )
        : teamIdentity("pipeline", options.team, "pipelines", name, options, source, read);
}

/** A role: a file and its name in the catalogue, or a file of a team. */
export function newRole(name: string, options: RoleOptions, read: Read): Scaffold {
    const { team, description, action: Action, resource: Resource, assumableBy } = options;
    const statement = { Sid: "Allow", Effect: "Allow", Action, Resource };
    if (team !== undefined) {
        const who = byKey(assumableBy);
        const role = ofTeam(
            "role",
            team,
            "roles",
            name,
            { description, assumableBy: who, permissions: [statement] },
            read,
        );
        const reach = reachOfTeamRole(name, who, registry(read));
        return {
            ...role,
            changes: [
                ...role.changes,
                ...pipelineOf(team, who, options, read),
                test(read, team, name, reach),
            ],
        };
    }
    const [who = "identities", ...more] = assumableBy;
    if (more.length > 0 || who.includes("=")) {
        throw new Error(
            `--assumable-by is ${assumableBy.join(", ")}; must be one of identities, prodIdentities, namedIdentities for a role of the platform`,
        );
    }
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
        throw new Error(
            `"${name}" can't be a constant of TypeScript; a role's name here is letters and digits, an upper-case letter first, e.g. PlatformBackupRole`,
        );
    }
    const constant = name.slice(0, 1).toLowerCase() + name.slice(1);
    return {
        kind: "role",
        name,
        changes: [
            made(
                read,
                `roles/${constant}.ts`,
                `import type { Role } from "./role";

/** The role ${name}. */
export const ${constant}: Role = {
    name: ${JSON.stringify(name)},
    description: ${JSON.stringify(description)},
    assumableBy: ${JSON.stringify(who)},
    permissions: () => [
        {
            Sid: "Allow",
            Effect: "Allow",
            Action: ${JSON.stringify(Action)},
            Resource: ${JSON.stringify(Resource)},
        },
    ],
};
`,
            ),
            changed(read, roleFile, (text) =>
                insertImport(
                    insertInList(text, "roleCatalogue", constant),
                    `import { ${constant} } from "./${constant}";`,
                ),
            ),
            test(read, undefined, name, reachOfRole(name, who, registry(read))),
        ],
        next: [
            format,
            "npx mocha test/roles/*.spec.ts",
            ownTest,
            expected,
            prove,
            'CHANGELOG.md: "Access: ..."',
        ],
    };
}

/** A team: its scope in Pulumi.yaml, and its line of CODEOWNERS. */
export function newTeam(name: string, options: TeamOptions, read: Read): Scaffold {
    const { owner, namePrefix, class: trustClass, account, boundary, repository } = options;
    const settings = changed(read, "Pulumi.yaml", (text) =>
        insertInYaml(text, ["config", "teams", "default"], name, {
            owners: owner,
            namePrefix,
            trustClass,
            accounts: account,
            ...(boundary === undefined ? {} : { boundary }),
            ...(repository === undefined ? {} : { pipelines: byKey(repository) }),
        }),
    );
    return {
        kind: "team",
        name,
        changes: [
            settings,
            changed(read, codeownersFile, (text) => codeowners(text, settings.text)),
        ],
        next: [
            prove,
            `npx iam-profiles new role ${namePrefix}DeployRole --team ${name} --source ..., for its first role and pipeline`,
        ],
    };
}

/** The pipeline of a team that is made with the role that it assumes: neither is of use without the other. */
function pipelineOf(
    team: string,
    who: Readonly<Record<string, readonly string[]>>,
    { source, class: trustClass }: RoleOptions,
    read: Read,
): readonly Change[] {
    if (source === undefined) return [];
    const [name, ...more] = new Set(Object.values(who).flat());
    if (name === undefined || more.length > 0 || trustClass === undefined) {
        throw new Error("--source makes one pipeline: name one in --assumable-by, and its --class");
    }
    return ofTeam("pipeline", team, "pipelines", name, { trustClass, ...sourceOf(source) }, read)
        .changes;
}

/** An identity of a team; the team's roles that it assumes name it. */
function teamIdentity(
    kind: Scaffold["kind"],
    team: string,
    folder: string,
    name: string,
    { class: trustClass, role: roles = [] }: Limited,
    source: object,
    read: Read,
): Scaffold {
    const own = roles.filter((role) => role.includes("@"));
    const further = roles.filter((role) => !own.includes(role));
    const content = { trustClass, ...(further.length === 0 ? {} : { roles: further }), ...source };
    const scaffold = ofTeam(kind, team, folder, name, content, read);
    const changes = new Map<string, Change>();
    for (const role of own) {
        const [short = "", account = ""] = role.split("@");
        const file = `teams/${team}/roles/${short}.yaml`;
        const known = changes.get(file);
        const text = (one: string): string | undefined => known?.text ?? read(one);
        const change = changed(text, file, (before) => withAssuming(before, account, name));
        changes.set(file, { ...change, before: known?.before ?? change.before });
    }
    const reach = [
        ...own.flatMap((role) => {
            const [short = "", account = ""] = role.split("@");
            return reachOfTeamRole(short, { [account]: [name] }, registry(read)).filter(
                (one) => one.account === account || !own.includes(`${short}@${one.account}`),
            );
        }),
        ...reachOfIdentity(name, trustClass, further, registry(read)),
    ];
    return {
        ...scaffold,
        changes: [...scaffold.changes, ...changes.values(), test(read, team, name, reach)],
    };
}

/** A team's role that one identity more may assume in an account. */
function withAssuming(text: string, account: string, identity: string): string {
    const document = parseDocument(text);
    const list: unknown = document.getIn(["assumableBy", account]);
    if (list === undefined) document.setIn(["assumableBy", account], [identity]);
    else if (isSeq(list)) list.add(identity);
    else throw new Error(`assumableBy.${account} is no list of identities`);
    return document.toString({ lineWidth: 0, indent: 4, flowCollectionPadding: false });
}

const limitsOf = ({ class: trustClass, role }: Limited) => ({
    trustClass,
    ...(role === undefined ? {} : { roles: role }),
});
const identityOf = (name: string, options: Limited) => ({ name, ...limitsOf(options) });

function inList(
    kind: Scaffold["kind"],
    name: string,
    file: string,
    list: string,
    entry: { readonly trustClass: TrustClass; readonly roles?: readonly string[] },
    read: Read,
): Scaffold {
    return {
        kind,
        name,
        changes: [
            changed(read, file, (text) => insertInList(text, list, literalOf(entry))),
            test(
                read,
                undefined,
                name,
                reachOfIdentity(name, entry.trustClass, entry.roles, registry(read)),
            ),
        ],
        next: [format, prove, ownTest, expected, 'CHANGELOG.md: "Access: ..."'],
    };
}

function ofTeam(
    kind: Scaffold["kind"],
    team: string,
    folder: string,
    name: string,
    content: object,
    read: Read,
): Scaffold {
    if (!/^[a-z][a-z0-9-]*$/.test(team)) throw new Error(`--team ${team} is no name of a team`);
    return {
        kind,
        name,
        changes: [
            made(
                read,
                `teams/${team}/${folder}/${name}.yaml`,
                stringify(content, { indent: 4, lineWidth: 0 }),
            ),
        ],
        next: [format, prove, ownTest, "a pull request, which the team's owners review"],
    };
}

/** As the project writes objects: keys without quotes. */
const literalOf = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(literalOf).join(", ")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).map(([key, one]) => `${key}: ${literalOf(one)}`);
    return `{ ${entries.join(", ")} }`;
};

function sourceOf(text: string): object {
    let source: unknown;
    try {
        source = JSON.parse(text);
    } catch (error) {
        throw new Error(`--source is ${quote(text)}; must be JSON`, { cause: error });
    }
    if (typeof source !== "object" || source === null || Array.isArray(source)) {
        throw new Error('--source must be an object, e.g. {"issuer": "gitlab", ...}');
    }
    const wrong = keysOf(source).find((key) => !/^[A-Za-z]\w*$/.test(key));
    if (wrong !== undefined)
        throw new Error(`--source has the key "${wrong}", which no issuer has`);
    return source;
}

const keysOf = (value: unknown): readonly string[] =>
    typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, one]) => [
              ...(Array.isArray(value) ? [] : [key]),
              ...keysOf(one),
          ])
        : [];

/** Values of `KEY=VALUE` texts, by key. */
function byKey(texts: readonly string[]): Readonly<Record<string, readonly string[]>> {
    const found = new Map<string, string[]>();
    for (const text of texts) {
        const [, key, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
        if (key === undefined || value === undefined) {
            throw new Error(`"${text}" must be KEY=VALUE, e.g. nonprod=PaymentsDeploy`);
        }
        found.set(key, [...(found.get(key) ?? []), value]);
    }
    return Object.fromEntries(found);
}

const registry = (read: Read) => accountsIn(read("Pulumi.yaml") ?? "");

/** What is to be true of it, for `test/plan/reach.spec.ts`. */
const test = (
    read: Read,
    team: string | undefined,
    name: string,
    reach: readonly Expectation[],
): Change =>
    made(
        read,
        `${team === undefined ? "test/plan" : `teams/${team}`}/reach/${name}.json`,
        `${JSON.stringify(reach, undefined, 4)}\n`,
    );

function made(read: Read, file: string, text: string): Change {
    if (read(file) !== undefined)
        throw new Error(`${file} is there already; it is never overwritten`);
    return { file, text, before: undefined };
}

function changed(read: Read, file: string, edit: (text: string) => string): Change {
    const before = read(file);
    if (before === undefined) throw new Error(`there is no ${file}`);
    try {
        return { file, text: edit(before), before };
    } catch (error) {
        throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
}
