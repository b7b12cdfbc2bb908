import type { Actor } from "../actor";
import { ask } from "../ask";
import type { Request, Yes } from "../ask";
import type { Changes } from "../changes";
import type { PrincipalNode } from "../world";

/** What was answered to one of several users who hold the same. */
interface Answer {
    readonly arn: string;
    readonly yes: Yes | undefined;
}

/**
 * Answers to requests to assume a role. Users who hold nothing but the same groups get the same answer, if no condition was
 * looked at and the role's trust policy names both of them or neither: so a hundred users cost little more than one.
 */
export class AssumeMemory {
    private readonly answers = new Map<string, Map<PrincipalNode, Answer>>();

    constructor(private readonly requestFor: (role: PrincipalNode, changes: Changes) => Request) {}

    /** Asks an actor for one role after the other; answers as `ask` does. */
    asking(actor: Actor): (role: PrincipalNode) => Yes | undefined {
        const kin = kinOf(actor);
        const { changes } = actor;
        if (kin === undefined) return (role) => ask(actor, this.requestFor(role, changes));
        const answers = this.answers.get(kin) ?? new Map<PrincipalNode, Answer>();
        this.answers.set(kin, answers);
        const { arn } = actor.node;
        return (role) => {
            const known = answers.get(role);
            if (known !== undefined && trustsAlike(role, known.arn, arn)) return known.yes;
            let conditions = 0;
            const yes = ask(actor, this.requestFor(role, changes), () => {
                conditions += 1;
            });
            if (conditions === 0) answers.set(role, { arn, yes });
            return yes;
        };
    }
}

/** What users have in common who hold the same; `undefined`: it has something of its own. */
function kinOf({ node, changes }: Actor): string | undefined {
    if (node.kind !== "principal" || node.principal.kind !== "user" || changes.size > 0) {
        return undefined;
    }
    const { groups, policies, boundary } = node.principal;
    return policies.length > 0 || boundary !== undefined
        ? undefined
        : [node.home.account.id, ...groups.map(({ arn }) => arn)].join(" ");
}

/** Whether every statement of a role's trust policy names both principals, or neither. */
const trustsAlike = ({ principal }: PrincipalNode, a: string, b: string): boolean =>
    principal.kind === "role" &&
    principal.trust.statements.every(
        ({ principals }) =>
            principals === undefined || principals.arns.has(a) === principals.arns.has(b),
    );
