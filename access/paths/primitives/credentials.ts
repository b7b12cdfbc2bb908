import type { Primitive } from "../primitive";
import { api, iamApi } from "./sources";

const password = "It needs the user's password as well.";
const oneService = "The credential works for single services only.";
const switchedOff = "It needs the secret of a deactivated key.";

/** Techniques that create or take over credentials. */
export const credentialPrimitives: readonly Primitive[] = [
    ofUser("CreateAccessKey"),
    ofUser("CreateLoginProfile"),
    ofUser("UpdateLoginProfile"),
    ofUser("CreateServiceSpecificCredential", oneService),
    ofUser("ResetServiceSpecificCredential", oneService),
    ofUser("UploadSSHPublicKey", oneService),
    ofUser("UploadSigningCertificate", "Few services still accept requests signed with it."),
    ofUser("UpdateAccessKey", switchedOff),
    ofUser("UpdateServiceSpecificCredential", switchedOff),
    ofUser("UpdateSSHPublicKey", switchedOff),
    ofUser("UpdateSigningCertificate", switchedOff),
    ofUser("EnableMFADevice", password),
    ofUser("DeactivateMFADevice", password),
    ofUser("ResyncMFADevice", password),
    // BatchGetSecretValue requires GetSecretValue on each secret, so it adds nothing.
    secret("GetSecretValue"),
    // Within the secret's account, its resource policy alone suffices to read it.
    secret("PutResourcePolicy"),
    {
        ...secret("ReplicateSecretToRegions"),
        // The replica's ARN differs in its region.
        anywhere: ["secretsmanager:GetSecretValue"],
    },
    {
        ...secret("AssociateCrossAccountReplica"),
        unknown: "It needs a replica in another account that the secret may be linked with.",
    },
    {
        id: "AssumeRoot",
        actions: ["sts:AssumeRoot"],
        effect: { does: "becomes", target: "root" },
        unknown:
            "It works from the organization's management account or a delegated administrator only, and for a few tasks.",
        source: api("STS/latest/APIReference", "AssumeRoot"),
    },
];

function ofUser(action: string, unknown?: string): Primitive {
    return {
        id: action,
        actions: [`iam:${action}`],
        effect: { does: "becomes", target: "user" },
        ...(unknown === undefined ? {} : { unknown }),
        source: iamApi(action),
    };
}

function secret(action: string): Primitive {
    return {
        id: action,
        actions: [`secretsmanager:${action}`],
        effect: { does: "reads", target: "secret" },
        source: api("secretsmanager/latest/apireference", action),
    };
}
