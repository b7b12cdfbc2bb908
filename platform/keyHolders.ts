/** The part of the state stack's contract that maps secrets to identities, both by IAM user name. */
export interface KeyContract {
    readonly identities: Readonly<Record<string, { readonly arn: string }>>;
    readonly secrets: Readonly<Record<string, string>>;
}

/** ARN of the user whose key a secret holds, by the secret's ARN. */
export function keyHoldersOf({ identities, secrets }: KeyContract): ReadonlyMap<string, string> {
    const holders = new Map<string, string>();
    for (const [name, secretArn] of Object.entries(secrets)) {
        const user = Object.hasOwn(identities, name) ? identities[name] : undefined;
        if (user !== undefined) holders.set(secretArn, user.arn);
    }
    return holders;
}
