import type { ResourceType } from "../resource";
import type { AwsContext } from "./context";
import { bucket } from "./bucket";
import { bucketSettings } from "./bucketSettings";
import { eventRule } from "./eventRule";
import { eventTarget } from "./eventTarget";
import { group } from "./group";
import { groupMembership } from "./groupMembership";
import { groupPolicy, rolePolicy, userPolicy } from "./inlinePolicy";
import { openIdConnectProvider } from "./openIdConnectProvider";
import { policy } from "./policy";
import {
    groupPolicyAttachment,
    rolePolicyAttachment,
    userPolicyAttachment,
} from "./policyAttachment";
import { accessKey, userLoginProfile } from "./refused";
import { role } from "./role";
import { samlProvider } from "./samlProvider";
import { secret } from "./secret";
import { secretPolicy } from "./secretPolicy";
import { topic } from "./topic";
import { topicPolicy } from "./topicPolicy";
import { topicSubscription } from "./topicSubscription";
import { trail } from "./trail";
import { user } from "./user";

/** All resource types the stand-in for the AWS provider knows. */
export const awsResources: readonly ResourceType<AwsContext>[] = [
    user,
    group,
    groupMembership,
    groupPolicy,
    groupPolicyAttachment,
    openIdConnectProvider,
    policy,
    role,
    rolePolicy,
    rolePolicyAttachment,
    samlProvider,
    userPolicy,
    userPolicyAttachment,
    accessKey,
    userLoginProfile,
    secret,
    secretPolicy,
    topic,
    topicPolicy,
    topicSubscription,
    eventRule,
    eventTarget,
    bucket,
    ...bucketSettings,
    trail,
];
