import { accountMark, roleMark } from "./cell.mjs";
import { element } from "./element.mjs";
import { accountFact, factsElement, identityFacts, roleFact } from "./facts.mjs";
import { alike } from "./likeness.mjs";
import { markList } from "./markList.mjs";
import { byTrustClass, mostUnfolded, summaryOf } from "./rows.mjs";
import { counted, numberText } from "./words.mjs";

/**
 * The panel's content for an identity: what it can reach, by account.
 *
 * @param {{ likeness: { account: number[] } }} facts
 * @param {import("./panel.mjs").Opens} opens
 */
export function identityPage(model, identity, { likeness }, opens) {
    const reached = model.roles.filter((_, role) => model.cell(identity, role).path !== -1);
    const accounts = new Set(reached.map(({ account }) => account));
    const isFolded = model.accounts.length > mostUnfolded;
    return [
        factsElement(...identityFacts(model, identity, opens).slice(0, 1).map(withoutLink), [
            "Trust class",
            model.identities[identity].trustClass,
        ]),
        element(
            "p",
            {},
            `Reaches ${counted(reached.length, "role")} of ${numberText(model.roles.length)}, in ${counted(accounts.size, "account")} of ${numberText(model.accounts.length)}.${unfinishedText(model, identity)}`,
        ),
        markList(
            "Accounts",
            alike([...model.accounts.keys()], likeness.account, isFolded).map(
                ([first, ...more]) => ({
                    label: `${model.accounts[first].name} (${model.accounts[first].environment})${more.length > 0 ? `, and ${numberText(more.length)} alike` : ""}`,
                    mark: accountMark(summaryOf(model, identity, model.rolesOf[first])),
                    act: () => opens.openAccount(first, identity),
                }),
            ),
        ),
    ];
}

/** The panel's content for a role: who can reach it, those that can first. */
export function rolePage(model, role, opens) {
    const all = byTrustClass(model, [...model.identities.keys()]).map((identity) => ({
        identity,
        cell: model.cell(identity, role),
    }));
    const reaching = all.filter(({ cell }) => cell.path !== -1);
    const unknown = all.filter(({ cell }) => cell.unknown);
    const others = all.filter(({ cell }) => cell.path === -1 && !cell.unknown);
    const entries = (some) =>
        some.map(({ identity, cell }) => ({
            label: `${model.identities[identity].name} (${model.identities[identity].trustClass})`,
            mark: roleMark(cell),
            act: () => opens.openCell(identity, role),
        }));
    const nonprod = reaching.filter(
        ({ identity }) => model.identities[identity].trustClass === "nonprod",
    );
    return [
        factsElement(
            withoutLink(roleFact(model, role, opens)),
            accountFact(model, model.roles[role].account, opens),
        ),
        element(
            "p",
            {},
            reaching.length === 0
                ? `No identity is known to reach this role.${unknown.length > 0 ? ` Of ${counted(unknown.length, "identity", "identities")} it is unknown.` : ""}`
                : `${numberText(reaching.length)} of ${counted(all.length, "identity", "identities")} can reach this role: ${numberText(nonprod.length)} nonprod, ${numberText(reaching.length - nonprod.length)} prod.`,
        ),
        ...[
            ["Can reach it", reaching],
            ["Unknown", unknown],
            ["Can't reach it", others],
        ]
            .filter(([, some]) => some.length > 0)
            .map(([title, some]) => markList(title, entries(some))),
    ];
}

/** On its own page, a thing needs no link to itself. */
const withoutLink = ([term, parts]) => [term, parts.slice(0, -1)];

const unfinishedText = (model, identity) =>
    model.unfinishedSearches.includes(identity)
        ? " The search stopped at its limit: it may reach more."
        : "";
