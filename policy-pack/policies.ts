import type { Policies } from "@pulumi/policy";

import { asFirstPolicy, asPolicy, asStackPolicy } from "./asPolicy";
import type { Pack } from "./asPolicy";
import type { ReadContext } from "./context";
import { Reported } from "./reported";
import type { Rule, StackRule } from "./rule";
import { accessKeepsEnvironmentBoundary, waiversHold } from "./rules/access";
import { alarmIsKnown } from "./rules/alarms";
import {
    auditTrailIsWhole,
    bucketKeepsAuditTrail,
    topicTakesAlarms,
    trailIsNotWeakened,
} from "./rules/auditTrail";
import { breakGlassIsGuarded } from "./rules/breakGlass";
import { membershipIsKnown, membershipKeepsClass } from "./rules/groupMembership";
import {
    groupHoldsAssumePolicies,
    groupIsAssumeOnly,
    groupReachesItsEnvironment,
} from "./rules/groupPolicy";
import {
    identityHasPath,
    identityLivesInStateAccount,
    resourceIsKnown,
    userHoldsNothing,
} from "./rules/iamResources";
import { changesAreNotIgnored, identityIsProtected } from "./rules/options";
import { permissionsAreWellFormed } from "./rules/permissions";
import {
    pipelineAssumesOnly,
    pipelineBoundaryAssumesOnly,
    proposalsReadOnly,
} from "./rules/pipelineReach";
import {
    entryRoleHasItsPlace,
    pipelineIsNamedExactly,
    pipelineOwnerIsTrusted,
} from "./rules/pipelineTrust";
import { permissionSetAssumesOnly, permissionSetKeepsClass } from "./rules/permissionSets";
import {
    accountIsKnown,
    identityCenterIsApart,
    providerAsksAws,
    providerIsPinned,
} from "./rules/providers";
import { policyNearQuota, policyWithinQuotas, sumsWithinQuotas } from "./rules/quotas";
import { roleHasBoundary } from "./rules/roleBoundary";
import {
    trustGuardsServices,
    trustIsWellFormed,
    trustKeepsEnvironmentBoundary,
    trustNamesPrincipals,
    trustRequiresMfaOfPeople,
} from "./rules/roleTrust";
import { groupIsNamedExactly, groupProviderIsTrusted } from "./rules/samlTrust";
import { secretHasPath, secretRefusesOthers, secretVersionIsNotInState } from "./rules/secrets";
import { accountHasOneStack, settingsAreShared } from "./rules/settings";
import { teamBoundaryIsWithinOurs, teamGrantsAreOwn } from "./rules/teamGrants";
import { teamIdentityIsInScope } from "./rules/teamIdentities";
import { teamPolicyIsInScope, teamRoleIsInScope } from "./rules/teamRoles";
import { stateIsAsProgrammed, stateKeepsRules } from "./rules/state";

/** Rules on one resource each, in the order of their reports. */
export const rules: readonly Rule[] = [
    settingsAreShared,
    trustIsWellFormed,
    trustNamesPrincipals,
    trustKeepsEnvironmentBoundary,
    trustGuardsServices,
    trustRequiresMfaOfPeople,
    breakGlassIsGuarded,
    alarmIsKnown,
    topicTakesAlarms,
    trailIsNotWeakened,
    bucketKeepsAuditTrail,
    entryRoleHasItsPlace,
    pipelineIsNamedExactly,
    pipelineOwnerIsTrusted,
    groupIsNamedExactly,
    groupProviderIsTrusted,
    permissionSetAssumesOnly,
    pipelineBoundaryAssumesOnly,
    roleHasBoundary,
    teamRoleIsInScope,
    teamPolicyIsInScope,
    teamIdentityIsInScope,
    resourceIsKnown,
    userHoldsNothing,
    identityLivesInStateAccount,
    identityHasPath,
    membershipIsKnown,
    groupHoldsAssumePolicies,
    groupIsAssumeOnly,
    groupReachesItsEnvironment,
    permissionsAreWellFormed,
    policyWithinQuotas,
    policyNearQuota,
    secretRefusesOthers,
    secretHasPath,
    secretVersionIsNotInState,
    providerIsPinned,
    providerAsksAws,
    accountIsKnown,
    identityCenterIsApart,
    accountHasOneStack,
    identityIsProtected,
    changesAreNotIgnored,
];

/** Rules on all resources of a stack together. */
export const stackRules: readonly StackRule[] = [
    membershipKeepsClass,
    pipelineAssumesOnly,
    proposalsReadOnly,
    teamGrantsAreOwn,
    teamBoundaryIsWithinOurs,
    permissionSetKeepsClass,
    sumsWithinQuotas,
    auditTrailIsWhole,
    accessKeepsEnvironmentBoundary,
    waiversHold,
    stateIsAsProgrammed,
    stateKeepsRules(rules.filter(({ enforcementLevel }) => enforcementLevel === undefined)),
];

/** Every policy of the pack. @param readContext reads the stack's settings */
export function policiesOf(readContext: ReadContext): Policies {
    const pack: Pack = { readContext, asked: new Map(), reported: new Reported() };
    return [
        asFirstPolicy(settingsAreShared, pack),
        ...rules.filter((rule) => rule !== settingsAreShared).map((rule) => asPolicy(rule, pack)),
        ...stackRules.map((rule) => asStackPolicy(rule, pack)),
    ];
}
