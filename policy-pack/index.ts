import { PolicyPack } from "@pulumi/policy";
import { getProject, getStack } from "@pulumi/pulumi";

import { contextReader } from "./context";
import { refuseDowngrades } from "./enforcement";
import { policiesOf, stackRules } from "./policies";
import { prepareAhead } from "./prepareAhead";

const policies = policiesOf(contextReader(__dirname));
refuseDowngrades(policies);
// The only file of the pack that acts on import: a second pack in one process would hang it.
new PolicyPack("iam-profiles", { enforcementLevel: "mandatory", policies });
void prepareAhead(stackRules, contextReader(__dirname), getProject(), getStack());
