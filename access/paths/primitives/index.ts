import type { Primitive } from "../primitive";
import { agentPrimitives } from "./agents";
import { automationPrimitives } from "./automation";
import { clusterPrimitives } from "./clusters";
import { completedByOthersPrimitives } from "./completedByOthers";
import { containerPrimitives } from "./containers";
import { credentialServicePrimitives } from "./credentialServices";
import { credentialPrimitives } from "./credentials";
import { dataJobPrimitives } from "./dataJobs";
import { deploymentPrimitives } from "./deployment";
import { functionPrimitives } from "./functions";
import { infrastructurePrimitives } from "./infrastructure";
import { instancePrimitives } from "./instances";
import { launchTemplatePrimitives } from "./launchTemplates";
import { managedNodePrimitives } from "./managedNodes";
import { moreJobPrimitives } from "./moreJobs";
import { rightsPrimitives } from "./rights";
import { userPoolPrimitives } from "./userPools";
import { vendedCredentialPrimitives } from "./vendedCredentials";
import { workloadPrimitives } from "./workloads";

/** All escalation techniques that the search uses. */
export const primitives: readonly Primitive[] = [
    ...credentialPrimitives,
    ...rightsPrimitives,
    ...instancePrimitives,
    ...managedNodePrimitives,
    ...workloadPrimitives,
    ...clusterPrimitives,
    ...deploymentPrimitives,
    ...dataJobPrimitives,
    ...automationPrimitives,
    ...credentialServicePrimitives,
    ...agentPrimitives,
    ...containerPrimitives,
    ...functionPrimitives,
    ...infrastructurePrimitives,
    ...launchTemplatePrimitives,
    ...moreJobPrimitives,
    ...userPoolPrimitives,
    ...vendedCredentialPrimitives,
    ...completedByOthersPrimitives,
];
