import type { IAM, PolicyVersion } from "@aws-sdk/client-iam";
import type { ManagedType } from "../resource";
import { sameDocument } from "../policyDocument";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { given, text } from "./inputs";
import { everyPage } from "./pages";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_VERSIONS = 5;

/** A managed policy. Its id is its ARN. */
export const policy: ManagedType<AwsContext> = {
    token: "aws:iam/policy:Policy",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        path: { type: "string", default: "/", replaces: true },
        description: { type: "string", replaces: true },
        policy: { type: "policy", required: true },
        ...tagInputs,
    },
    outputs: { arn: {}, policyId: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const iam = await aws.iam();
        const { Policy } = await iam.createPolicy({
            PolicyName: text(inputs, "name"),
            PolicyDocument: text(inputs, "policy"),
            Tags: tagsToCreate(inputs),
            ...given(inputs, { Path: "path", Description: "description" }),
        });
        if (Policy?.Arn === undefined) {
            throw new Error("CreatePolicy returned no ARN");
        }
        return { id: Policy.Arn, outputs: { arn: Policy.Arn, policyId: Policy.PolicyId ?? null } };
    },

    async read(id, prior, aws) {
        const iam = await aws.iam();
        const found = (await unlessGone(iam.getPolicy({ PolicyArn: id })))?.Policy;
        if (found === undefined) {
            return undefined;
        }
        const { PolicyVersion: version } = await iam.getPolicyVersion({
            PolicyArn: id,
            VersionId: found.DefaultVersionId,
        });
        return {
            name: found.PolicyName ?? null,
            path: found.Path ?? null,
            description: found.Description ?? null,
            policy: decodeURIComponent(version?.Document ?? ""),
            ...tagsFound(found.Tags, prior, aws),
            arn: found.Arn ?? null,
            policyId: found.PolicyId ?? null,
        };
    },

    async update(id, olds, news, aws) {
        const iam = await aws.iam();
        if (!sameDocument(text(olds, "policy"), text(news, "policy"))) {
            await makeRoomForVersion(iam, id);
            await iam.createPolicyVersion({
                PolicyArn: id,
                PolicyDocument: text(news, "policy"),
                SetAsDefault: true,
            });
        }
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) {
            await iam.untagPolicy({ PolicyArn: id, TagKeys: remove });
        }
        if (put.length > 0) {
            await iam.tagPolicy({ PolicyArn: id, Tags: put });
        }
        return {};
    },

    async delete(id, _state, aws) {
        const iam = await aws.iam();
        for (const { VersionId } of await otherVersions(iam, id)) {
            await unlessGone(iam.deletePolicyVersion({ PolicyArn: id, VersionId }));
        }
        await unlessGone(iam.deletePolicy({ PolicyArn: id }));
    },
};

/** Removes the oldest version that is not the default one, if there is no room for another. */
async function makeRoomForVersion(iam: IAM, PolicyArn: string): Promise<void> {
    const others = await otherVersions(iam, PolicyArn);
    const oldest = others[0];
    if (oldest !== undefined && others.length >= MAX_VERSIONS - 1) {
        await iam.deletePolicyVersion({ PolicyArn, VersionId: oldest.VersionId });
    }
}

/** The versions of a policy but the default one, oldest first. */
async function otherVersions(iam: IAM, PolicyArn: string): Promise<readonly PolicyVersion[]> {
    const versions = await everyPage(
        (Marker) => iam.listPolicyVersions({ PolicyArn, ...Marker }),
        (page) => page.Versions,
    );
    // Ids are `v1`, `v2`, ...: they are never used again, whereas two creation times may be equal.
    const number = (version: PolicyVersion): number => Number(version.VersionId?.slice(1));
    return versions
        .filter((version) => version.IsDefaultVersion !== true)
        .sort((a, b) => number(a) - number(b));
}
