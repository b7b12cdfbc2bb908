import { expect } from "chai";

import { isOwnProcess, readerProfile } from "../../credentials/ownProcess";
import type { Profiles } from "../../credentials/ownProcess";
import cases from "./ownProcess.cases.json";

const own = "/usr/bin/node /repo/cli/iam-profiles.cjs credentials process --identity A --role r";

const profiles: Profiles = {
    sso: { sso_session: "s" },
    ours: { credential_process: own },
    npx: { credential_process: "npx iam-profiles credentials process --identity A --role r" },
    windows: {
        credential_process:
            '"C:\\Program Files\\node.exe" "C:\\My Repo\\cli\\iam-profiles.cjs" credentials process --identity A --role r',
    },
    chained: { role_arn: "r", source_profile: "ours" },
    twice: { role_arn: "r", source_profile: "chained" },
    circle: { role_arn: "r", source_profile: "circle2" },
    circle2: { role_arn: "r", source_profile: "circle" },
    like: { credential_process: "my-iam-profiles credentials process" },
};

describe("the AWS profile that credentials process reads with", () => {
    for (const { name, env, wanted, expected, error, default: standard } of cases) {
        it(name, () => {
            const known =
                standard === undefined ? profiles : { ...profiles, default: profiles[standard] };
            const choose = () => readerProfile(env, known, wanted);
            if (error === undefined) expect(choose()).to.deep.equal(expected);
            else expect(choose).to.throw(error);
        });
    }

    it("commands that are not credentials process", () => {
        for (const command of [
            "iam-profiles credentials status",
            "iam-profiles aws-config credentials process",
            "cat iam-profiles",
            "iam-profiles credentials processes",
        ]) {
            expect(isOwnProcess(command), command).to.equal(false);
        }
    });
});
