import { expect } from "chai";

import type { Report } from "../../access";
import { compare } from "../../cli/drift";
import { openSandboxOperations } from "../../cli/sources/sandboxOperations";
import { cellsOf } from "../../operations/probe/cells";
import type { Catalogues } from "../../program";
import type { SandboxFolders } from "../../sandbox/folders";
import type { Cell } from "../../sandbox/matrix";

/** Name of a user, a role or a group. */
export const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/**
 * The proof of a sandbox as it is in its AWS: the boundary holds, and it says of every identity that was asked what STS answered.
 *
 * @param report of `liveReport`
 * @returns names of the identities that nothing here can sign in as
 */
export function expectProofIsAsSts(report: Report, matrix: readonly Cell[]): readonly string[] {
    expect(report.boundary).to.equal("holds");
    const rows = new Set(matrix.map(({ identity }) => identity));
    const arns = report.identities.map(({ arn }) => arn);
    const proved = cellsOf(
        report,
        arns.filter((arn) => rows.has(nameOf(arn))),
    )
        .filter(({ expected }) => expected === "assumed")
        .map(({ identity, role }) => `${nameOf(identity)} ${role}`);
    const assumed = matrix
        .filter(({ actual }) => actual === "assumed")
        .map(({ identity, roleArn }) => `${identity} ${roleArn}`);
    expect(new Set(proved)).to.deep.equal(new Set(assumed));
    return arns.map(nameOf).filter((name) => !rows.has(name));
}

/** @param ids of the accounts that are read */
export async function expectNoDrift(
    folders: SandboxFolders,
    ids: readonly string[],
    catalogues?: Catalogues,
): Promise<void> {
    const { drift } = await compare(await openSandboxOperations(folders, catalogues));
    expect(drift.findings).to.deep.equal([]);
    expect(drift.unread).to.deep.equal([]);
    expect(drift.accounts.map(({ id }) => id).sort()).to.deep.equal([...new Set(ids)].sort());
}
