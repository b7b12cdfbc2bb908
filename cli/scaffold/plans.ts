import type { TrustClass } from "../../platform/naming";
import type { Scaffold } from "./change";
import { changed, format, made, ownTest, prove, registry, test } from "./files";
import type { Read } from "./files";
import { insertImport, insertInList } from "./insertInTypeScript";
import { insertInYaml } from "./insertInYaml";
import { sourceOf } from "./optionTexts";
import type {
    AccountOptions,
    IdentityOptions,
    Limited,
    PipelineOptions,
    RoleOptions,
} from "./options";
import { reachOfAccount, reachOfIdentity, reachOfRole } from "./reach";
import { teamIdentity, teamRole } from "./teamPlans";

const identityFile = "identities/catalogue.ts";
const pipelineFile = "identities/pipelines.ts";
const roleFile = "roles/catalogue.ts";
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
    if (team !== undefined) return teamRole(name, { ...options, team }, read);
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

/** As the project writes objects: keys without quotes. */
const literalOf = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(literalOf).join(", ")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).map(([key, one]) => `${key}: ${literalOf(one)}`);
    return `{ ${entries.join(", ")} }`;
};
