import { PolicyError, isObject, readStrings, describeValue } from "./policyError";

/** The principals of a statement. */
export interface PrincipalSet {
    /** Whether the listed principals are excluded (`NotPrincipal`). */
    readonly except: boolean;
    /** Every principal: `*` or `{"AWS": "*"}`. */
    readonly wildcard: boolean;
    /** Account ids, 12 digits each, given as root ARN or bare id. */
    readonly accounts: ReadonlySet<string>;
    /** Of accounts that are given as root ARNs alone, the partitions of those ARNs. */
    readonly partitions: ReadonlyMap<string, ReadonlySet<string>>;
    /**
     * ARNs of users, roles and sessions; also unique ids of deleted principals, which match no
     * principal.
     */
    readonly arns: ReadonlySet<string>;
    /** Services, e.g. `lambda.amazonaws.com`. */
    readonly services: ReadonlySet<string>;
    /** ARNs or names of identity providers. */
    readonly federated: ReadonlySet<string>;
}

/** Whether the account of a principal is listed. @param arn of the principal, which says its partition */
export function listsAccount(
    { accounts, partitions }: PrincipalSet,
    accountId: string,
    arn: string,
): boolean {
    if (!accounts.has(accountId)) return false;
    return partitions.get(accountId)?.has(arn.split(":")[1] ?? "") ?? true;
}

/** Replaces invalid principals: matches every principal. */
export const anyPrincipal: PrincipalSet = {
    except: false,
    wildcard: true,
    accounts: new Set(),
    partitions: new Map(),
    arns: new Set(),
    services: new Set(),
    federated: new Set(),
};

/**
 * @param raw value of `Principal` or `NotPrincipal`
 * @param except whether it is the value of `NotPrincipal`
 * @throws PolicyError for an unknown type of principal, or an invalid value
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalSet(raw: unknown, except: boolean): PrincipalSet {
    if (raw === "*") return { ...anyPrincipal, except };
    if (!isObject(raw)) {
        throw new PolicyError(`Principal is ${describeValue(raw)}; must be "*" or an object`);
    }
    const named = Object.entries(raw).map(
        ([kind, value]) => [kind, readStrings(`Principal.${kind}`, value)] as const,
    );
    const id = JSON.stringify([except, named]);
    const known = interned.get(id);
    if (known !== undefined) return known;
    const made = compile(named, except);
    if (interned.size >= maxInterned) interned.clear();
    interned.set(id, made);
    return made;
}

// The roles of a large organization have few distinct principal lists.
const interned = new Map<string, PrincipalSet>();
const maxInterned = 20_000;

function compile(
    named: readonly (readonly [kind: string, names: readonly string[]])[],
    except: boolean,
): PrincipalSet {
    const accounts = new Set<string>();
    const partitions = new Map<string, Set<string>>();
    const arns = new Set<string>();
    const services = new Set<string>();
    const federated = new Set<string>();
    let wildcard = false;
    for (const [kind, names] of named) {
        for (const name of names) {
            if (kind === "AWS") {
                if (name === "*") wildcard = true;
                else readAwsPrincipal(name, accounts, partitions, arns);
            } else if (kind === "Service") services.add(name);
            else if (kind === "Federated") federated.add(name);
            else throw new PolicyError(`unknown principal type ${describeValue(kind)}`);
        }
    }
    return { except, wildcard, accounts, partitions, arns, services, federated };
}

const account = /^(?:arn:([a-z-]+):iam::(\d{12}):root|(\d{12}))$/;
const userOrRole = /^arn:[a-z-]+:iam::(?:\d{12}|cloudfront):(?:user|role)\/[^*?]+$/;
const session = /^arn:[a-z-]+:sts::\d{12}:assumed-role\/[^*?/]+\/[^*?/]+$/;
// AWS replaces the ARN of a deleted principal by its unique id.
const uniqueId = /^A[A-Z0-9]{11,}$/;

function readAwsPrincipal(
    name: string,
    accounts: Set<string>,
    partitions: Map<string, Set<string>>,
    arns: Set<string>,
): void {
    const [, partition, fromArn, bare] = account.exec(name) ?? [];
    const id = fromArn ?? bare;
    if (id !== undefined) {
        const isBare = accounts.has(id) && !partitions.has(id);
        accounts.add(id);
        if (partition === undefined) partitions.delete(id);
        else if (!isBare) partitions.set(id, (partitions.get(id) ?? new Set()).add(partition));
    } else if (userOrRole.test(name) || session.test(name) || uniqueId.test(name)) arns.add(name);
    else {
        throw new PolicyError(
            `principal ${describeValue(name)} must be "*", an account, or the ARN of one user, role or role session, without wildcards`,
        );
    }
}
