import { expect } from "chai";

import { SignInError } from "../../sandbox/signIn";
import type { SignInRequest } from "../../sandbox/signIn";
import { signInByQuestions, signInText } from "../../sandbox/signInQuestions";

const place = { endpoint: "http://127.0.0.1:1", region: "us-east-1", account: "111111111111" };
const session = {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "it's",
    sessionToken: "token",
    expiration: new Date("2026-01-01T00:00:00Z"),
    mustChangePassword: false,
};

/** One user, with or without a device, whose password is `old`, and the questions that are asked, hidden ones in brackets. */
async function run(
    answers: readonly string[],
    user: { readonly device?: boolean; readonly mustChange?: boolean } = {},
) {
    const log: string[] = [];
    const left = [...answers];
    const signIn = (_endpoint: string, { password, mfaCode, ...rest }: SignInRequest) => {
        log.push(`sign in ${rest.user} ${mfaCode ?? "without code"}`);
        if (password !== "old") throw new SignInError("SignInFailed", "incorrect");
        if (user.device === true && mfaCode === undefined) {
            throw new SignInError("MfaRequired", "required");
        }
        return Promise.resolve({ ...session, mustChangePassword: user.mustChange === true });
    };
    const result = await signInByQuestions(
        place,
        "PSKAda",
        (question, isHidden) => {
            log.push(isHidden ? `[${question}]` : question);
            return Promise.resolve(left.shift() ?? "");
        },
        {
            signIn: (...request) => Promise.resolve().then(() => signIn(...request)),
            changePassword: (_endpoint, _region, _session, from, to) => {
                log.push(`change ${from} to ${to}`);
                return Promise.resolve();
            },
        },
    ).catch((error: unknown) => (error as Error).message);
    return { result, log };
}

describe("sign-in by questions", () => {
    const asked = ["[Password of PSKAda: ]", "sign in PSKAda without code"];
    const change = [
        "[The password must be changed. New password: ]",
        "[New password, once more: ]",
    ];

    it("asks for the password alone, hidden", async () => {
        expect(await run(["old"])).to.deep.equal({ result: session, log: asked });
    });

    it("asks for a code where there is a device", async () => {
        const { result, log } = await run(["old", " 123456 "], { device: true });
        expect(result).to.deep.equal(session);
        expect(log).to.deep.equal([...asked, "MFA code: ", "sign in PSKAda 123456"]);
    });

    it("asks for a password of their own at the first sign-in, twice", async () => {
        const { result, log } = await run(["old", "new", "new"], { mustChange: true });
        expect(result).to.deep.equal(session);
        expect(log).to.deep.equal([...asked, ...change, "change old to new"]);
    });

    it("changes nothing where the two differ", async () => {
        const { result, log } = await run(["old", "new", "other"], { mustChange: true });
        expect(result).to.contain("differ");
        expect(log).to.deep.equal([...asked, ...change]);
    });

    it("ends at a wrong password", async () => {
        expect(await run(["wrong"], { device: true })).to.deep.equal({
            result: "incorrect",
            log: asked,
        });
    });

    it("prints the session for a shell, quoted", () => {
        expect(signInText(session, place, ["AWS_PROFILE"]).split("\n")).to.deep.equal([
            "unset AWS_PROFILE",
            "export AWS_ACCESS_KEY_ID='ASIAEXAMPLE'",
            "export AWS_SECRET_ACCESS_KEY='it'\\''s'",
            "export AWS_SESSION_TOKEN='token'",
            "export AWS_CREDENTIAL_EXPIRATION='2026-01-01T00:00:00.000Z'",
            "export AWS_ENDPOINT_URL='http://127.0.0.1:1'",
            "export AWS_REGION='us-east-1' AWS_DEFAULT_REGION='us-east-1'",
        ]);
    });
});
