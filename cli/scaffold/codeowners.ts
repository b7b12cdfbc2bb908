import { parse } from "yaml";

import { asMapping } from "../../platform/yamlFile";

export const codeownersFile = ".github/CODEOWNERS";

const begin = "# Teams, from teams in Pulumi.yaml: npm run codeowners";
const end = "# End of teams.";

/**
 * CODEOWNERS with a line for each team's folder, after all others, since the last line that matches a file decides.
 *
 * @param text of CODEOWNERS; lines that were made before are made anew
 * @param project text of Pulumi.yaml
 */
export function codeowners(text: string, project: string): string {
    const from = text.indexOf(begin);
    const own = (from === -1 ? text : text.slice(0, from)).trimEnd();
    const { config } = asMapping(parse(project));
    const teams = asMapping(asMapping(asMapping(config)["teams"])["default"]);
    const lines = Object.keys(teams)
        .sort()
        .map((name) => {
            const { owners } = asMapping(teams[name]);
            const its = Array.isArray(owners) ? owners.map(String) : [];
            return `${`/teams/${name}/`.padEnd(35)} ${its.join(" ")}`;
        });
    return `${[own, "", begin, ...lines, end].join("\n")}\n`;
}
