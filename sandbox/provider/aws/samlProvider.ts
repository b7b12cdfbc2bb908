import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** A SAML identity provider. Its id is its ARN. */
export const samlProvider: ManagedType<AwsContext> = {
    token: "aws:iam/samlProvider:SamlProvider",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        samlMetadataDocument: { type: "string", required: true },
        ...tagInputs,
    },
    outputs: { arn: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const iam = await aws.iam();
        const { SAMLProviderArn: arn } = await iam.createSAMLProvider({
            Name: text(inputs, "name"),
            SAMLMetadataDocument: text(inputs, "samlMetadataDocument"),
            Tags: tagsToCreate(inputs),
        });
        if (arn === undefined) throw new Error("CreateSAMLProvider returned no ARN");
        return { id: arn, outputs: { arn } };
    },

    async read(id, prior, aws) {
        const iam = await aws.iam();
        const found = await unlessGone(iam.getSAMLProvider({ SAMLProviderArn: id }));
        return (
            found && {
                name: id.slice(id.indexOf("/") + 1),
                samlMetadataDocument: found.SAMLMetadataDocument ?? "",
                ...tagsFound(found.Tags, prior, aws),
                arn: id,
            }
        );
    },

    async update(id, olds, news, aws) {
        const iam = await aws.iam();
        const SAMLMetadataDocument = text(news, "samlMetadataDocument");
        if (SAMLMetadataDocument !== text(olds, "samlMetadataDocument")) {
            await iam.updateSAMLProvider({ SAMLProviderArn: id, SAMLMetadataDocument });
        }
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) {
            await iam.untagSAMLProvider({ SAMLProviderArn: id, TagKeys: remove });
        }
        if (put.length > 0) await iam.tagSAMLProvider({ SAMLProviderArn: id, Tags: put });
        return {};
    },

    async delete(id, _state, aws) {
        const iam = await aws.iam();
        await unlessGone(iam.deleteSAMLProvider({ SAMLProviderArn: id }));
    },
};
