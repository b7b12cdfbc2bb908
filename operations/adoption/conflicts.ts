import { principalsOf } from "../policyText";
import type { FoundAccount, FoundThing } from "./foundAccount";
import { isMovable } from "./moves";

/**
 * What is there under a declared name and can't be adopted: AWS allows a name once among its kind, whatever the path and the
 * case of its letters, and changes neither the path of roles and policies nor the case of a name. Pulumi would replace it.
 *
 * @param all accounts whose roles may trust it
 * @returns a sentence each: what, what would break, the next step
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const conflictsOf = (
    declared: readonly FoundThing[],
    found: readonly FoundThing[],
    all: readonly FoundAccount[],
): readonly string[] =>
    declared.flatMap((thing) => {
        const there = found.find(
            ({ kind, name }) =>
                kind === thing.kind && name.toLowerCase() === thing.name.toLowerCase(),
        );
        if (there === undefined || there.arn === thing.arn) return [];
        if (there.name === thing.name && isMovable(thing)) return [];
        return [
            `${thing.kind} ${there.arn} has the name of ${thing.arn}; AWS can't ${
                there.name === thing.name ? "move it" : "change the case of its name"
            }, so it would be replaced${breaking(there, all)}. ${next(thing)}`,
        ];
    });

function breaking({ arn }: FoundThing, all: readonly FoundAccount[]): string {
    const trusting = all.flatMap(({ details }) =>
        details.RoleDetailList.filter(({ AssumeRolePolicyDocument }) =>
            principalsOf(AssumeRolePolicyDocument).includes(arn),
        ).map((role) => role.Arn),
    );
    return trusting.length === 0
        ? ""
        : `, and these would no longer trust it: ${trusting.join(", ")}`;
}

const next = ({ kind, name }: FoundThing): string =>
    kind === "policy"
        ? `Give it another name in AWS first: make a copy, attach that, and delete this one.`
        : `Keep it and give ours another name in the code, or create ${name} under another name, switch to it, and delete this one.`;
