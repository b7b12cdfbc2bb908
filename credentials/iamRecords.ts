import { ListUserTagsCommand, TagUserCommand, UntagUserCommand } from "@aws-sdk/client-iam";
import type { IAMClient, Tag } from "@aws-sdk/client-iam";

import { calling } from "./awsCall";
import { keyTag, keyTagName, placeTag, recordsOf } from "./keyRecords";
import type { Sleep } from "./retry";
import type { RecordService } from "./target";

/**
 * The records of an identity's keys, in tags of its IAM user.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
 */
export function iamRecords(iam: IAMClient, sleep: Sleep): RecordService {
    const tag = (UserName: string, tags: Tag[]): Promise<unknown> =>
        calling({ service: "IAM", call: "TagUser", subject: UserName }, sleep, () =>
            iam.send(new TagUserCommand({ UserName, Tags: tags })),
        );
    return {
        async read(UserName) {
            const tags: Tag[] = [];
            let Marker: string | undefined;
            do {
                const input = { UserName, Marker };
                const page = await calling(
                    { service: "IAM", call: "ListUserTags", subject: UserName },
                    sleep,
                    () => iam.send(new ListUserTagsCommand(input)),
                );
                tags.push(...(page.Tags ?? []));
                if (page.IsTruncated === true && page.Marker === undefined) {
                    throw new Error(
                        `IAM's answer to ListUserTags is incomplete for ${UserName}; try again`,
                    );
                }
                Marker = page.IsTruncated === true ? page.Marker : undefined;
            } while (Marker !== undefined);
            return recordsOf(tags);
        },
        bind: (UserName, place) => tag(UserName, [placeTag(place)]),
        write: (UserName, accessKeyId, record) => tag(UserName, [keyTag(accessKeyId, record)]),
        forget: (UserName, accessKeyId) =>
            calling({ service: "IAM", call: "UntagUser", subject: UserName }, sleep, () =>
                iam.send(new UntagUserCommand({ UserName, TagKeys: [keyTagName(accessKeyId)] })),
            ),
    };
}
