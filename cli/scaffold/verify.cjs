// Loads the settings and catalogues of a copy of the checkout, as a command would: `node verify.cjs COPY CACHE`. Prints the names that
// are there, as JSON; exits with 1 and every fault if they can't be used.
const path = require("node:path");

const { leaveOutUnused } = require("../../platform/leaveOutUnused.cjs");
const { loadTypeScript } = require("../../platform/loadTypeScript.cjs");

const [, , copy, cache] = process.argv;
leaveOutUnused();
// Without the code cache: a copy's files have new names each time, and would only be written there.
loadTypeScript(cache);
const { readStateSettings } = require(path.join(copy, "platform", "projectFiles"));
const { checkedCatalogues } = require(path.join(copy, "roles", "checkCatalogues"));

readStateSettings(copy)
    .then((settings) => {
        const { identities, roles } = checkedCatalogues(settings);
        const lists = {
            account: settings.accounts,
            team: settings.teams,
            identity: identities.serviceAccounts,
            person: identities.people,
            pipeline: identities.pipelines ?? [],
            role: roles,
        };
        const names = Object.entries(lists).map(([kind, list]) => [
            kind,
            list.map(({ name }) => name),
        ]);
        process.stdout.write(JSON.stringify(Object.fromEntries(names)));
    })
    .catch((error) => {
        process.stderr.write(error.message);
        process.exitCode = 1;
    });
