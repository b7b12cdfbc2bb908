import type { AccessGraph } from "../../paths/accessGraph";
import type { PrincipalNode } from "../../paths/nodes";
import type { TrustClass } from "../../organization/organization";
import type { Reach } from "../report";
import type { DirectRequest } from "./directRequest";
import type { Answer } from "./explanation";

/** What is known of a question. */
export interface Case {
    readonly graph: AccessGraph;
    readonly from: PrincipalNode;
    readonly to: PrincipalNode;
    /** Of `from`. */
    readonly trustClass: TrustClass;
    /** Whether `from` was given as a session of a role. */
    readonly isSession: boolean;
    readonly answer: Answer;
    readonly reason?: string;
    readonly request: DirectRequest;
    readonly path?: Reach;
}

/** `user Deploy in state`. */
export const named = ({ principal, accountNode }: PrincipalNode): string =>
    `${principal.kind} ${principal.name} in ${accountNode.account.name}`;

/** The last part of an ARN. */
export const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
