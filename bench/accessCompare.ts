import { requestContext } from "../access/evaluation/contextKeys";
import { decide } from "../access/evaluation/decide";
import type { Principal, Question } from "../access/evaluation/question";
import { readForReport } from "../access/organization/alike/readForReport";
import { readOrganization } from "../access/organization/readOrganization";
import type { Organization, Role, User } from "../access/organization/organization";
import { buildReport } from "../access/report/buildReport";
import type { SyntheticOrganization } from "../test/access/synthetic";
import { directPolicies } from "./accessDocuments";
import type { IamSimulate, Simulation } from "./iamSimulate";

/** Both evaluators on the same cells: may this identity assume this role directly? */
export interface Comparison {
    readonly cells: number;
    /** Cells that both answer, the same way. */
    readonly agreed: number;
    /** Cells of which one of the two doesn't know. */
    readonly undecided: number;
    /** Cells on which they differ. */
    readonly disagreed: readonly string[];
    /** Cells per second. */
    readonly rates: {
        /** `decide`, from compiled documents. */
        readonly decide: number;
        /** From parsed JSON to the whole report, indirect paths included. */
        readonly proof: number;
        readonly runSimulation: number;
    };
}

type Answer = "allowed" | "denied" | "undecided";

/** Asks both of every cell, several times. */
export async function compare(
    raw: SyntheticOrganization,
    simulate: IamSimulate,
): Promise<Comparison> {
    const organization = readOrganization(raw.accounts, raw.detailsOf);
    const proof = await timed([raw], ({ accounts, detailsOf }) => {
        return buildReport(readForReport(accounts, detailsOf)).boundary;
    });

    const questions = questionsOf(organization);
    const simulations = simulationsOf(organization, raw);
    const ours = await timed(questions, ({ question }) => decide(question).answer);
    const theirs = await timed(simulations, async (simulation) => {
        const { resultType, overallResult } = await simulate.runSimulation(simulation, {});
        return resultType === "error" ? "error" : (overallResult ?? "error");
    });

    const pairs = questions.map(({ name }, index) => ({
        name,
        ours: answerOf(ours.results[index]),
        theirs: answerOf(theirs.results[index]),
    }));
    const decided = pairs.filter(
        (pair) => pair.ours !== "undecided" && pair.theirs !== "undecided",
    );
    const cells = pairs.length;
    return {
        cells,
        agreed: decided.filter((pair) => pair.ours === pair.theirs).length,
        undecided: cells - decided.length,
        disagreed: decided
            .filter((pair) => pair.ours !== pair.theirs)
            .map((pair) => `${pair.name}: ${pair.ours} here, ${pair.theirs} there`),
        rates: {
            decide: cells / ours.seconds,
            proof: cells / proof.seconds,
            runSimulation: cells / theirs.seconds,
        },
    };
}

const answers: Readonly<Record<string, Answer>> = {
    allowed: "allowed",
    denied: "denied",
    Allowed: "allowed",
    ExplicitlyDenied: "denied",
    ImplicitlyDenied: "denied",
};

const answerOf = (result = ""): Answer => answers[result] ?? "undecided";

/** How often each cell is asked; the first times warm up, and the median time counts. */
const passes = 7;

async function timed<T>(
    cells: readonly T[],
    ask: (cell: T) => string | Promise<string>,
): Promise<{ readonly results: readonly string[]; readonly seconds: number }> {
    const times: number[] = [];
    let results: string[] = [];
    for (let pass = 0; pass < passes; pass++) {
        results = [];
        const start = performance.now();
        for (const cell of cells) {
            const result = ask(cell);
            // Waiting for what is there already would be most of the time.
            results.push(typeof result === "string" ? result : await result);
        }
        times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    return { results, seconds: (times[Math.floor(passes / 2)] ?? Number.NaN) / 1000 };
}

const action = "sts:AssumeRole";

/** Every user with every role, users first. */
function cellsOf(organization: Organization): readonly (readonly [User, Role])[] {
    const roles = organization.accounts.flatMap((account) => account.roles);
    return organization.accounts
        .flatMap((account) => account.users)
        .flatMap((user) => roles.map((role) => [user, role] as const));
}

function questionsOf(
    organization: Organization,
): readonly { readonly name: string; readonly question: Question }[] {
    const principals = new Map<User, Principal>();
    return cellsOf(organization).map(([user, role]) => {
        let principal = principals.get(user);
        if (principal === undefined) principals.set(user, (principal = principalOf(user)));
        return { name: `${user.arn} ${role.arn}`, question: questionOf(user, principal, role) };
    });
}

const principalOf = (user: User): Principal => ({
    kind: "user",
    arn: user.arn,
    accountId: user.accountId,
    policies: [user, ...user.groups].flatMap(({ policies }) =>
        policies.map(({ document }) => document),
    ),
    ...(user.boundary === undefined ? {} : { boundary: user.boundary.document }),
    serviceControlPolicies: [],
});

function questionOf(user: User, principal: Principal, role: Role): Question {
    let context: Question["context"] | undefined;
    return {
        principal,
        action,
        resource: role.arn,
        resourceAccountId: role.accountId,
        resourcePolicy: role.trust,
        resourceControlPolicies: [],
        context: (key) => {
            const { arn, accountId, tags } = user;
            context ??= requestContext({
                principal: { kind: "user", arn, accountId, tags },
                resourceAccountId: role.accountId,
                now: new Date(0),
            });
            return context(key);
        },
    };
}

function simulationsOf(
    organization: Organization,
    raw: SyntheticOrganization,
): readonly Simulation[] {
    const { ofUser, trustOf } = directPolicies(raw.detailsOf);
    return cellsOf(organization).map(([user, role]) => ({
        request: {
            principal: user.arn,
            action,
            resource: { resource: role.arn, accountId: role.accountId },
            contextVariables: {},
        },
        identityPolicies: ofUser.get(user.arn) ?? [],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: trustOf.get(role.arn),
    }));
}
