import { rolePath } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyDocument } from "../../platform/policyDocument";
import { assumeActions } from "../assumePolicies";

/**
 * The permissions boundary of every entry role: whatever policies it gets, it assumes roles of the catalogue, and does nothing
 * else.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const pipelineBoundary = ({ partition, prefix }: AccountScope): PolicyDocument =>
    policyDocument([
        {
            Sid: "AssumeCatalogueRolesOnly",
            Effect: "Allow",
            Action: [...assumeActions],
            Resource: [`arn:${partition}:iam::*:role${rolePath(prefix)}*`],
        },
    ]);
