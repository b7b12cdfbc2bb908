import type { Policies } from "@pulumi/policy";

import { asPolicy, asStackPolicy } from "./asPolicy";
import type { ReadContext } from "./context";
import type { Rule, StackRule } from "./rule";
import { accessKeepsEnvironmentBoundary, waiversHold } from "./rules/access";
import { membershipIsKnown, membershipKeepsClass } from "./rules/groupMembership";
import { groupIsAssumeOnly, groupReachesItsEnvironment } from "./rules/groupPolicy";
import {
    identityHasPath,
    identityLivesInStateAccount,
    resourceIsKnown,
    userHoldsNothing,
} from "./rules/iamResources";
import { permissionsAreWellFormed } from "./rules/permissions";
import { accountIsKnown, providerIsPinned } from "./rules/providers";
import { policyNearQuota, policyWithinQuotas, sumsWithinQuotas } from "./rules/quotas";
import { roleHasBoundary } from "./rules/roleBoundary";
import {
    trustGuardsServices,
    trustIsWellFormed,
    trustKeepsEnvironmentBoundary,
    trustNamesPrincipals,
    trustRequiresMfaOfPeople,
} from "./rules/roleTrust";
import { secretRefusesOthers, secretVersionIsNotInState } from "./rules/secrets";
import { settingsAreShared } from "./rules/settings";

/** Rules on one resource each, in the order of their reports; the first has the pack's configuration. */
export const rules: readonly Rule[] = [
    settingsAreShared,
    trustIsWellFormed,
    trustNamesPrincipals,
    trustKeepsEnvironmentBoundary,
    trustGuardsServices,
    trustRequiresMfaOfPeople,
    roleHasBoundary,
    resourceIsKnown,
    userHoldsNothing,
    identityLivesInStateAccount,
    identityHasPath,
    membershipIsKnown,
    groupIsAssumeOnly,
    groupReachesItsEnvironment,
    permissionsAreWellFormed,
    policyWithinQuotas,
    policyNearQuota,
    secretRefusesOthers,
    secretVersionIsNotInState,
    providerIsPinned,
    accountIsKnown,
];

/** Rules on all resources of a stack together. */
export const stackRules: readonly StackRule[] = [
    membershipKeepsClass,
    sumsWithinQuotas,
    accessKeepsEnvironmentBoundary,
    waiversHold,
];

/** Every policy of the pack. @param readContext reads the stack's settings, on first use */
export const policiesOf = (readContext: ReadContext): Policies => [
    ...rules.map((rule) => asPolicy(rule, readContext)),
    ...stackRules.map((rule) => asStackPolicy(rule, readContext)),
];
