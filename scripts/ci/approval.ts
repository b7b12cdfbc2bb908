/** The label that a pull request needs to add paths into production. */
export const approvalLabel = "access-change-approved";

/** Who owns this, by CODEOWNERS, may approve paths into production. */
const ownedPath = "/roles/";

/** A pull request, as far as its approval depends on it. */
export interface PullRequest {
    readonly author: string;
    /** The commit that would be merged. */
    readonly head: string;
    readonly labels: readonly string[];
    /** The latest of each reviewer who may write to the repository. */
    readonly reviews: readonly Review[];
}

export interface Review {
    /** GitHub's, e.g. `APPROVED`. */
    readonly state: string;
    readonly author: string;
    /** The commit that was reviewed. */
    readonly commit: string;
    /** Teams that it stands for, e.g. `acme/platform-security`. */
    readonly teams: readonly string[];
}

/** Whether an access change may be merged. */
export interface Approval {
    readonly approved: boolean;
    /** Login of the owner. */
    readonly by?: string;
    /** What is missing, to do. */
    readonly lacks: readonly string[];
}

/** Approval of what no pull request asks for. */
export const noApproval: Approval = { approved: false, lacks: ["make it a pull request"] };

/**
 * Approved: by the label, and by an owner's review of the commit that would be merged. Neither alone is enough: a label can be
 * set by everyone who may write, and a review is often of something else.
 *
 * @param owners as CODEOWNERS writes them, e.g. `@acme/platform-security`, `@jane`
 */
export function approvalOf(
    { author, head, labels, reviews }: PullRequest,
    owners: readonly string[],
): Approval {
    const isOwners = (review: Review): boolean =>
        [review.author, ...review.teams].some((name) =>
            owners.some((owner) => owner.toLowerCase() === `@${name}`.toLowerCase()),
        );
    const by = reviews.find(
        (review) =>
            review.state === "APPROVED" &&
            review.author.toLowerCase() !== author.toLowerCase() &&
            review.commit === head &&
            isOwners(review),
    )?.author;
    const lacks = [
        ...(by === undefined
            ? [`have ${owners.join(" or ") || "an owner"} approve commit ${head.slice(0, 9)}`]
            : []),
        ...(labels.includes(approvalLabel) ? [] : [`set the label ${approvalLabel}`]),
    ];
    return { approved: lacks.length === 0, ...(by === undefined ? {} : { by }), lacks };
}

/**
 * The owners of the roles.
 *
 * @param codeowners text of the file, of the base branch
 * @throws Error if it has no line for them
 */
export function accessOwners(codeowners: string): readonly string[] {
    const owners = codeowners
        .split("\n")
        .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
        .filter(([pattern]) => pattern === ownedPath)
        .at(-1)
        ?.slice(1);
    if (owners === undefined || owners.length === 0) {
        throw new Error(`CODEOWNERS has no owner of ${ownedPath}; add a line for it`);
    }
    return owners;
}
