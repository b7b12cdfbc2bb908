import { compilePatterns, matchesAny } from "./patterns";
import { PolicyError, describeValue } from "./policyError";

/** The actions of a statement: `Action`, or all but `NotAction`. */
export interface ActionSet {
    /** @param action full name, e.g. `iam:CreateAccessKey`; case-insensitive */
    has(action: string): boolean;
    /** As the statement lists them, with wildcards. */
    readonly patterns: readonly string[];
    /** Whether the patterns are the exceptions (`NotAction`). */
    readonly except: boolean;
}

/** Replaces invalid actions: matches every action. */
export const anyAction: ActionSet = { has: () => true, patterns: ["*"], except: false };

// A large organization has few distinct action lists, and few actions are evaluated.
const interned = new Map<string, ActionSet>();
const maxInterned = 20_000;
const maxAnswers = 20_000;

/**
 * @param list values of `Action` or `NotAction`, e.g. `iam:*AccessKey*`
 * @param except whether they are values of `NotAction`
 * @throws PolicyError for an action without a service, or with a wildcard in the service
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionSet(list: readonly string[], except: boolean): ActionSet {
    const id = `${except ? "-" : "+"}${list.join("\n")}`;
    const known = interned.get(id);
    if (known) return known;
    const made = compile(list, except);
    if (interned.size >= maxInterned) interned.clear();
    interned.set(id, made);
    return made;
}

function compile(list: readonly string[], except: boolean): ActionSet {
    for (const action of list) {
        // `*:*` is equivalent to `*`.
        if (action === "*" || action === "*:*") continue;
        if (!/^[a-z0-9-]+:[^:]+$/i.test(action)) {
            throw new PolicyError(
                `action ${describeValue(action)} must be "*" or <service>:<action>, the service without wildcards`,
            );
        }
    }
    const patterns = compilePatterns(list, {
        wildcards: true,
        variables: false,
        arn: false,
        ignoresCase: true,
    });
    const answers = new Map<string, boolean>();
    return {
        patterns: list,
        except,
        has(action) {
            let answer = answers.get(action);
            if (answer === undefined) {
                answer = matchesAny(patterns, action.toLowerCase()) !== except;
                if (answers.size >= maxAnswers) answers.clear();
                answers.set(action, answer);
            }
            return answer;
        },
    };
}
