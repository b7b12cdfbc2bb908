import type { ReportAccount } from "./report";

/**
 * How the accounts of two reports differ, a sentence each. What an account is decides who may reach it, also where no path has
 * changed yet.
 */
export function accountChanges(
    before: readonly ReportAccount[],
    after: readonly ReportAccount[],
): readonly string[] {
    const oldById = new Map(before.map((account) => [account.id, account]));
    const oldByName = new Map(before.map((account) => [account.name, account]));
    const ids = new Set(after.map(({ id }) => id));
    const names = new Set(after.map(({ name }) => name));
    return [
        ...after.flatMap((account) => {
            const { id, name, environment } = account;
            const same = oldById.get(id);
            const namesake = oldByName.get(name);
            if (same !== undefined) {
                return [
                    ...(same.environment === environment
                        ? []
                        : [
                              `Account ${name} (${id}) has environment ${environment}; before: ${same.environment}.`,
                          ]),
                    ...(same.name === name
                        ? []
                        : [`Account ${id} is called ${name}; before: ${same.name}.`]),
                ];
            }
            if (namesake === undefined) {
                return [`Account ${described(account)} is new.`];
            }
            const was =
                namesake.environment === environment ? "" : `, environment ${namesake.environment}`;
            return [
                `Account ${name} has the id ${id} (environment ${environment}); before: ${namesake.id}${was}.`,
            ];
        }),
        ...before
            .filter(({ id, name }) => !ids.has(id) && !names.has(name))
            .map((account) => `Account ${described(account)} is gone.`),
    ];
}

const described = ({ id, name, environment }: ReportAccount): string =>
    `${name} (${id}, environment ${environment})`;
