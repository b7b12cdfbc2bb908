import { nameOf } from "../accountDetails";
import { factsById, isSubject } from "./fact";
import type { Fact, FactKind, Facts } from "./fact";
import type { Difference } from "./finding";

/** Everything that differs in an account, sorted by id. Of what is missing or extra as a whole, the parts are not listed. */
export function compareFacts(
    account: string,
    declared: readonly Fact[],
    live: readonly Fact[],
    isUnread: (kind: FactKind) => boolean = () => false,
): Difference[] {
    const [wanted, found] = [factsById(declared), factsById(live)];
    const missing = subjectsOf(wanted, found);
    const extra = subjectsOf(found, wanted);
    const of = (id: string, fact: Fact) => ({
        id,
        kind: fact.kind,
        account,
        subject: fact.subject,
        name: fact.name,
    });
    const differences: Difference[] = [];
    for (const [id, fact] of wanted) {
        const other = found.get(id);
        if (other !== undefined && other.value !== fact.value) {
            differences.push({
                ...of(id, fact),
                change: "changed",
                text: changedText(fact, other),
                declared: fact.value,
                live: other.value,
                ...(other.orphans === undefined ? {} : { orphans: other.orphans }),
            });
        }
        // What could not be read is not known to be missing.
        if (other !== undefined || isUnread(fact.kind)) continue;
        if (!isSubject(fact.kind) && missing.has(fact.subject)) continue;
        differences.push({
            ...of(id, fact),
            change: "missing",
            text: `${label(fact)} is missing${elsewhere(fact, found)}`,
            declared: fact.value,
        });
    }
    for (const [id, fact] of found) {
        if (wanted.has(id) || (!isSubject(fact.kind) && extra.has(fact.subject))) continue;
        differences.push({
            ...of(id, fact),
            change: "extra",
            text: `${label(fact)} is not declared`,
            live: fact.value,
            ...(fact.orphans === undefined ? {} : { orphans: fact.orphans }),
        });
    }
    return differences.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Subjects that only the first has. */
const subjectsOf = (facts: Facts, others: Facts): ReadonlySet<string> =>
    new Set(
        [...facts]
            .filter(([id, { kind }]) => isSubject(kind) && !others.has(id))
            .map(([, { subject }]) => subject),
    );

/** IAM's names are unique whatever the path, so one that is elsewhere was moved or made anew there. */
function elsewhere({ kind, subject }: Fact, found: Facts): string {
    if (!isSubject(kind)) return "";
    if (kind === "secret") {
        return `; if it is scheduled for deletion: aws secretsmanager restore-secret --secret-id ${subject}`;
    }
    const name = nameOf(subject).toLowerCase();
    const moved = [...found.values()].find(
        (other) => other.kind === kind && nameOf(other.subject).toLowerCase() === name,
    );
    return moved === undefined ? "" : `; ${moved.subject} has its name`;
}

function changedText(fact: Fact, live: Fact): string {
    if (live.orphans !== undefined) {
        return `${label(fact)} names ${live.orphans.join(", ")}, the id of a principal that is deleted or another account's`;
    }
    const isShort = ["tag", "sessionLength", "boundary"].includes(fact.kind);
    return isShort
        ? `${label(fact)} is ${live.value}; declared is ${fact.value}`
        : `${label(fact)} is not what is declared`;
}

/** What each kind is called. */
export const labels: Readonly<Record<FactKind, string>> = {
    user: "user",
    group: "group",
    role: "role",
    policy: "managed policy",
    secret: "secret",
    provider: "identity provider",
    trust: "trust policy",
    attached: "attached policy",
    inline: "inline policy",
    document: "document",
    secretPolicy: "resource policy",
    boundary: "permissions boundary",
    member: "member",
    instanceProfile: "instance profile",
    accessKey: "access key",
    password: "password",
    mfa: "MFA device",
    sshKey: "SSH public key",
    certificate: "signing certificate",
    serviceCredential: "service-specific credential",
    sessionLength: "longest session",
    description: "description",
    tag: "tag",
    path: "path",
};

/** What a fact is about, e.g. `inline policy x of PSKPlatformVPCRole`. */
export function label({
    kind,
    subject,
    name,
    shown = name,
}: Pick<Fact, "kind" | "subject" | "name" | "shown">): string {
    if (isSubject(kind)) return `${labels[kind]} ${subject}`;
    return `${labels[kind]}${shown === "" ? "" : ` ${shown}`} of ${nameOf(subject)}`;
}
