import { isSeq, parseDocument, stringify } from "yaml";

import type { Change, Scaffold } from "./change";
import { codeowners, codeownersFile } from "./codeowners";
import { changed, format, made, ownTest, prove, registry, test } from "./files";
import type { Read } from "./files";
import { insertInYaml } from "./insertInYaml";
import { byKey, sourceOf } from "./optionTexts";
import type { Limited, RoleOptions, TeamOptions } from "./options";
import { reachOfIdentity, reachOfTeamRole } from "./reach";

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

/** A role of a team, with a test of who reaches it and, if wanted, the pipeline that assumes it. */
export function teamRole(
    name: string,
    options: RoleOptions & { readonly team: string },
    read: Read,
): Scaffold {
    const { team, description, action: Action, resource: Resource, assumableBy } = options;
    const who = byKey(assumableBy);
    const permissions = [{ Sid: "Allow", Effect: "Allow", Action, Resource }];
    const content = { description, assumableBy: who, permissions };
    const role = ofTeam("role", team, "roles", name, content, read);
    return {
        ...role,
        changes: [
            ...role.changes,
            ...pipelineOf(team, who, options, read),
            test(read, team, name, reachOfTeamRole(name, who, registry(read))),
        ],
    };
}

/** An identity of a team; the team's roles that it assumes name it. */
export function teamIdentity(
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
