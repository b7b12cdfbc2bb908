import type { Primitive } from "../primitive";
import { automationPrimitives } from "./automation";
import { credentialPrimitives } from "./credentials";
import { credentialServicePrimitives } from "./credentialServices";
import { dataJobPrimitives } from "./dataJobs";
import { deploymentPrimitives } from "./deployment";
import { instancePrimitives } from "./instances";
import { rightsPrimitives } from "./rights";
import { workloadPrimitives } from "./workloads";

export { primitiveLimits } from "./limits";

/** All escalation techniques that the search uses. */
export const primitives: readonly Primitive[] = [
    ...credentialPrimitives,
    ...rightsPrimitives,
    ...instancePrimitives,
    ...workloadPrimitives,
    ...deploymentPrimitives,
    ...dataJobPrimitives,
    ...automationPrimitives,
    ...credentialServicePrimitives,
];
