import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text, texts } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** An OIDC identity provider. Its id is its ARN. AWS keeps the thumbprints of the issuers whose certificate authorities it trusts. */
export const openIdConnectProvider: ManagedType<AwsContext> = {
    token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    inputs: {
        url: { type: "string", required: true, replaces: true },
        clientIdLists: { type: "stringSet", required: true },
        ...tagInputs,
    },
    outputs: { arn: {} },
    uniqueBy: ["url"],

    async create(inputs, aws) {
        const iam = await aws.iam();
        const { OpenIDConnectProviderArn: arn } = await iam.createOpenIDConnectProvider({
            Url: text(inputs, "url"),
            ClientIDList: [...texts(inputs, "clientIdLists")],
            Tags: tagsToCreate(inputs),
        });
        if (arn === undefined) throw new Error("CreateOpenIDConnectProvider returned no ARN");
        return { id: arn, outputs: { arn } };
    },

    async read(id, prior, aws) {
        const iam = await aws.iam();
        const found = await unlessGone(
            iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: id }),
        );
        return (
            found && {
                // AWS gives the address without its scheme.
                url: `https://${(found.Url ?? "").replace(/^https:\/\//, "")}`,
                clientIdLists: [...(found.ClientIDList ?? [])].sort(),
                ...tagsFound(found.Tags, prior, aws),
                arn: id,
            }
        );
    },

    async update(id, olds, news, aws) {
        const iam = await aws.iam();
        const [before, after] = [texts(olds, "clientIdLists"), texts(news, "clientIdLists")];
        const provider = { OpenIDConnectProviderArn: id };
        for (const ClientID of after.filter((one) => !before.includes(one))) {
            await iam.addClientIDToOpenIDConnectProvider({ ...provider, ClientID });
        }
        for (const ClientID of before.filter((one) => !after.includes(one))) {
            await iam.removeClientIDFromOpenIDConnectProvider({ ...provider, ClientID });
        }
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) {
            await iam.untagOpenIDConnectProvider({ ...provider, TagKeys: remove });
        }
        if (put.length > 0) await iam.tagOpenIDConnectProvider({ ...provider, Tags: put });
        return {};
    },

    async delete(id, _state, aws) {
        const iam = await aws.iam();
        await unlessGone(iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: id }));
    },
};
