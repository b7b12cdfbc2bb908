import ec2 from "./actions/ec2.json";
import efs from "./actions/efs.json";
import eks from "./actions/eks.json";
import events from "./actions/events.json";
import iam from "./actions/iam.json";
import kms from "./actions/kms.json";
import logs from "./actions/logs.json";
import rds from "./actions/rds.json";
import route53 from "./actions/route53.json";
import s3 from "./actions/s3.json";
import sqs from "./actions/sqs.json";
import type { Operation } from "./plannedChange";

/** Actions that an operation of Terraform's provider calls. */
export interface ActionGroup {
    /**
     * ARN that AWS checks them on, as a template; `*` for actions without a resource.
     *
     * @default the type's own ARN
     */
    readonly on?: string;
    readonly actions: readonly string[];
    /** Condition keys of the request; values are templates. A key whose attribute is not set is absent. */
    readonly context?: Readonly<Record<string, string>>;
    /** Only if this attribute is set, or may be. */
    readonly if?: string;
    /** Only if this attribute is not set. */
    readonly unless?: string;
    /** Of an update: only if one of these attributes changes. @default any that no other group names */
    readonly changed?: readonly string[];
}

/** What Terraform's AWS provider calls for one resource type. A text is an action on the type's own ARN. */
export interface TypeActions extends Readonly<
    Record<Operation, readonly (string | ActionGroup)[]>
> {
    /**
     * The resource's ARN, as a template: `{id}` is an attribute, `{name|name_prefix*}` the first that is set (with what
     * follows it unknown), `{path|'/'}` has a default, `{role_arn>}` is the ARN of the resource that the attribute refers
     * to, and `{role>permissions_boundary}` an attribute of it. `partition`, `region` and `account` are the role's.
     */
    readonly arn: string;
}

/**
 * By Terraform's resource type: those that the starter kit's pipelines have, and their neighbours.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const actionTable: ReadonlyMap<string, TypeActions> = new Map(
    [ec2, efs, eks, events, iam, kms, logs, rds, route53, s3, sqs].flatMap((types) =>
        Object.entries<TypeActions>(types),
    ),
);

/**
 * Data sources that call AWS, with what they read. None of them writes, and their results are in the plan already unless
 * Terraform had to defer them.
 */
export const dataSources: ReadonlyMap<string, readonly string[]> = new Map(
    Object.entries({
        aws_caller_identity: [],
        aws_iam_policy_document: [],
        aws_iam_session_context: ["iam:GetRole"],
        aws_partition: [],
        aws_region: [],
        aws_service_principal: [],
        aws_availability_zones: ["ec2:DescribeAvailabilityZones"],
        aws_eks_addon_version: ["eks:DescribeAddonVersions"],
        aws_eks_cluster: ["eks:DescribeCluster"],
        aws_iam_openid_connect_provider: [
            "iam:ListOpenIDConnectProviders",
            "iam:GetOpenIDConnectProvider",
        ],
        aws_iam_role: ["iam:GetRole"],
        aws_route53_zone: [
            "route53:ListHostedZones",
            "route53:GetHostedZone",
            "route53:ListTagsForResource",
        ],
        aws_ssm_parameter: ["ssm:GetParameter"],
        aws_subnet: ["ec2:DescribeSubnets"],
        aws_subnets: ["ec2:DescribeSubnets"],
        aws_vpc: ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeRouteTables"],
    }),
);

/** Providers whose resources call no AWS action, by the last part of their address. */
export const otherProviders: readonly string[] = [
    "builtin/terraform",
    "hashicorp/cloudinit",
    "hashicorp/helm",
    "hashicorp/http",
    "hashicorp/kubernetes",
    "hashicorp/local",
    "hashicorp/null",
    "hashicorp/random",
    "hashicorp/template",
    "hashicorp/time",
    "hashicorp/tls",
];
