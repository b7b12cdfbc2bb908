import type { IAM } from "@aws-sdk/client-iam";
import { unlessGone } from "./errors";
import { everyPage } from "./pages";

/**
 * Removes what keeps AWS from deleting a user: what `forceDestroy` stands for. What is removed concurrently
 * is no error.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export async function removeUserContents(iam: IAM, UserName: string): Promise<void> {
    const keys = await everyPage(
        (Marker) => iam.listAccessKeys({ UserName, ...Marker }),
        (page) => page.AccessKeyMetadata,
    );
    for (const { AccessKeyId } of keys) {
        await unlessGone(iam.deleteAccessKey({ UserName, AccessKeyId }));
    }
    await unlessGone(iam.deleteLoginProfile({ UserName }));

    const groups = await everyPage(
        (Marker) => iam.listGroupsForUser({ UserName, ...Marker }),
        (page) => page.Groups,
    );
    for (const { GroupName } of groups) {
        await unlessGone(iam.removeUserFromGroup({ UserName, GroupName }));
    }

    const attached = await everyPage(
        (Marker) => iam.listAttachedUserPolicies({ UserName, ...Marker }),
        (page) => page.AttachedPolicies,
    );
    for (const { PolicyArn } of attached) {
        await unlessGone(iam.detachUserPolicy({ UserName, PolicyArn }));
    }

    const inline = await everyPage(
        (Marker) => iam.listUserPolicies({ UserName, ...Marker }),
        (page) => page.PolicyNames,
    );
    for (const PolicyName of inline) {
        await unlessGone(iam.deleteUserPolicy({ UserName, PolicyName }));
    }
}
