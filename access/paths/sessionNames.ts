import type { Role } from "../organization/organization";
import type { Condition, Document, Statement } from "../policy/document";
import { matches } from "../policy/glob";
import type { SessionName } from "../evaluation/sessionName";
import { globWithin } from "../evaluation/within";

/**
 * Which names of a role's sessions the policies of an organization distinguish: those of sessions that are principals, and
 * those in conditions on `aws:userid`, which is `<role's id>:<session name>`.
 */
export class DistinguishedNames {
    /** Names by account id and role name: a session's ARN omits the role's path. */
    private readonly ofRole = new Map<string, Set<string>>();
    private readonly userIds: readonly UserId[];

    constructor(documents: Iterable<Document>) {
        const userIds = new Map<string, UserId>();
        for (const { statements } of documents) {
            for (const statement of statements) {
                this.addPrincipals(statement);
                for (const userId of statement.conditions.flatMap(userIdsIn)) {
                    userIds.set(`${userId.id}:${userId.name}`, userId);
                }
            }
        }
        this.userIds = [...userIds.values()];
    }

    /** A name or pattern for each kind of session that they distinguish, and all others; empty: they treat all alike. */
    kindsFor({ accountId, name, id }: Role): readonly SessionName[] {
        const names = new Set(this.ofRole.get(`${accountId}/${name}`));
        for (const userId of id === undefined ? [] : this.userIds) {
            if (matches(globWithin(userId.id), id ?? "")) names.add(userId.name);
        }
        const all = [...names].sort();
        return all.length === 0 ? [] : [...all.map((within) => ({ within })), { without: all }];
    }

    private addPrincipals({ principals }: Statement): void {
        for (const arn of principals?.arns ?? []) {
            const [, account = "", role = "", name] = sessionArn.exec(arn) ?? [];
            if (name === undefined) continue;
            const key = `${account}/${role}`;
            this.ofRole.set(key, (this.ofRole.get(key) ?? new Set()).add(name));
        }
    }
}

const sessionArn = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/** A value of a condition on `aws:userid`: patterns of the role's id and of the session's name. */
interface UserId {
    readonly id: string;
    readonly name: string;
}

/** Names that are any text, or that only the request decides, distinguish nothing. */
const userIdsIn = ({ key, values, operator }: Condition): readonly UserId[] =>
    key !== "aws:userid"
        ? []
        : values.flatMap((value) => {
              const [, id, name] = /^([^:]*):([^:]+)$/.exec(value) ?? [];
              if (id === undefined || name === undefined || name.includes("$")) return [];
              const hasWildcards = operator.endsWith("Like");
              return name === "*" || (!hasWildcards && /[*?]/.test(value)) ? [] : [{ id, name }];
          });
