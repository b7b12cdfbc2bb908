import type { Effect } from "../primitive";

type Passing = Pick<Extract<Effect, { does: "passes" }>, "passedAs" | "makesInstanceProfile">;

const calledAs = (service: string): Passing => ({ passedAs: [`${service}.amazonaws.com`] });

/**
 * How roles are passed, by id of the primitive, where a row's service principal doesn't say it: a service may name itself
 * in `iam:PassedToService`, and not the principal that the role trusts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService
 */
export const passing: Readonly<Record<string, Passing>> = {
    "PassRole-AppRunner": calledAs("apprunner"),
    "PassRole-AutoScaling-CreateGroup": calledAs("autoscaling"),
    "PassRole-AutoScaling-LaunchTemplate": calledAs("autoscaling"),
    "PassRole-AutoScaling-RefreshOfTemplate": calledAs("autoscaling"),
    "PassRole-AutoScaling-SwitchTemplate": calledAs("autoscaling"),
    "PassRole-AutoScaling-UpdateGroup": calledAs("autoscaling"),
    "PassRole-AutoScaling-GroupOfTemplate": calledAs("autoscaling"),
    "PassRole-AutoScaling-UpdateOfTemplate": calledAs("autoscaling"),
    "PassRole-Batch-ComputeEnvironment": calledAs("batch"),
    "PassRole-Batch-ServiceJob": calledAs("batch"),
    "PassRole-Batch-UpdateComputeEnvironment": calledAs("batch"),
    "PassRole-DataPipeline-Instance": calledAs("datapipeline"),
    "PassRole-EKS-Addon": calledAs("eks"),
    "PassRole-EKS-Capability": calledAs("eks"),
    "PassRole-EKS-Connector": calledAs("eks"),
    "PassRole-EKS-NewCluster": calledAs("eks"),
    "PassRole-EKS-Nodegroup": { ...calledAs("eks"), makesInstanceProfile: true },
    "PassRole-EKS-Nodegroup-LaunchTemplate": { ...calledAs("eks"), makesInstanceProfile: true },
    "PassRole-EKS-PodIdentity": calledAs("eks"),
    "PassRole-EKS-UpdateAddon": calledAs("eks"),
    "PassRole-EKS-UpdateCapability": calledAs("eks"),
    "PassRole-EKS-UpdatePodIdentity": calledAs("eks"),
    "PassRole-EMR": calledAs("elasticmapreduce"),
    "PassRole-ElasticBeanstalk": calledAs("elasticbeanstalk"),
    "PassRole-ElasticBeanstalk-Image": calledAs("elasticbeanstalk"),
    "PassRole-IoT-CreateRoleAlias": calledAs("iot"),
    "PassRole-IoT-UpdateRoleAlias": calledAs("iot"),
    "PassRole-ParallelComputing-NodeGroup": calledAs("pcs"),
    "PassRole-RDSCustom-CreateDBInstance": calledAs("rds"),
    "PassRole-RDSCustom-CreateDBInstanceReadReplica": calledAs("rds"),
    "PassRole-RDSCustom-RestoreDBInstanceFromDBSnapshot": calledAs("rds"),
    "PassRole-RDSCustom-RestoreDBInstanceToPointInTime": calledAs("rds"),
    "PassRole-Synthetics": calledAs("synthetics"),
    "PassRole-Synthetics-Invoke": calledAs("synthetics"),
    "PassRole-WorkSpaces-Instance": calledAs("workspaces-instances"),
};
