import { isOpenToNonprod } from "../organization/environments";
import type { TrustClass, TrustedIssuers } from "../organization/organization";
import type { Admission } from "./admission";
import { issuerOf } from "./provider";

export const nothingConfigured: TrustedIssuers = { environments: new Map(), owners: new Map() };

/**
 * Who gets in, as far as is known.
 *
 * - `prod`: only who may.
 * - `assumed`: only who may, as long as what nobody configured is as it should be.
 * - `nonprod`: a nonprod actor.
 * - `strangers`: perhaps anybody.
 */
export interface Judgement {
    readonly lets: "prod" | "assumed" | "nonprod" | "strangers";
    /** As a report says it: whom it lets in, or why that isn't certain. */
    readonly what: string;
}

const worst: readonly Judgement["lets"][] = ["prod", "assumed", "nonprod", "strangers"];
const byRank = (a: Judgement, b: Judgement): number =>
    worst.indexOf(a.lets) - worst.indexOf(b.lets);

/** Who gets in by an admission. */
export function judge(
    admission: Exclude<Admission, { admits: "nobody" }>,
    trusted: TrustedIssuers = nothingConfigured,
): Judgement {
    const { issuer } = admission;
    const environment = trusted.environments.get(issuer);
    if (environment !== undefined) {
        const lets = isOpenToNonprod(environment) ? "nonprod" : "prod";
        return { lets, what: `${issuer}, which is of environment ${environment}` };
    }
    switch (admission.admits) {
        case "strangers":
            return { lets: "strangers", what: admission.why };
        case "operator":
            return admission.hasSubject
                ? { lets: "assumed", what: `subjects of ${issuer}` }
                : {
                      lets: "strangers",
                      what: `no condition names a subject of ${issuer}, and whom it gives tokens isn't known`,
                  };
        case "owners": {
            const owners = trusted.owners.get(issuer);
            // A token must pass all of them, so that the one which lets in least decides.
            const [best] = admission.locks
                .map((lock) => judgeOwners(lock, issuer, owners))
                .sort(byRank);
            return best ?? { lets: "strangers", what: `anybody at ${issuer}` };
        }
    }
}

function judgeOwners(
    named: readonly string[],
    issuer: string,
    owners: ReadonlyMap<string, TrustClass> | undefined,
): Judgement {
    const judged = named.map((owner): Judgement => {
        const who = `${owner} at ${issuer}`;
        if (owners === undefined) return { lets: "assumed", what: who };
        const trustClass = classOf(owner, owners, issuer);
        return trustClass === undefined
            ? { lets: "strangers", what: `${who} isn't among the trusted owners` }
            : { lets: trustClass, what: who };
    });
    const decided = [...judged].sort(byRank).at(-1)?.lets ?? "strangers";
    const those = judged.filter(({ lets }) => lets === decided).map(({ what }) => what);
    return { lets: decided, what: those.join(", ") };
}

function classOf(
    owner: string,
    owners: ReadonlyMap<string, TrustClass>,
    address: string,
): TrustClass | undefined {
    const issuer = issuerOf(address);
    if (issuer.kind !== "shared" || issuer.shared.ignoresCase !== true) return owners.get(owner);
    const found = [...owners].find(([name]) => name.toLowerCase() === owner.toLowerCase());
    return found?.[1];
}
