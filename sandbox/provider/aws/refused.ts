import type { PropertySchema, RefusedType } from "../resource";

function refused(
    token: string,
    inputs: Readonly<Record<string, PropertySchema>>,
    refuses: string,
): RefusedType {
    return { token, inputs, outputs: {}, refuses };
}

/** Access keys would be written to the stack's state. */
export const accessKey = refused(
    "aws:iam/accessKey:AccessKey",
    {
        user: { type: "string", required: true, replaces: true },
        pgpKey: { type: "string", replaces: true },
        status: { type: "string", default: "Active" },
    },
    "an access key never lives in a stack's state; `iam-profiles credentials` makes and stores keys",
);

/** So would passwords. */
export const userLoginProfile = refused(
    "aws:iam/userLoginProfile:UserLoginProfile",
    {
        user: { type: "string", required: true, replaces: true },
        passwordLength: { type: "number", default: 20, replaces: true, ranges: [[5, 128]] },
        passwordResetRequired: { type: "boolean", replaces: true },
        pgpKey: { type: "string", replaces: true },
    },
    "a password never lives in a stack's state; people sign in through federation",
);
