import { PolicyPack } from "@pulumi/policy";

import { contextReader } from "./context";
import { policiesOf } from "./policies";

// The only file of the pack that acts on import: a second pack in one process would hang it.
new PolicyPack("iam-profiles", {
    enforcementLevel: "mandatory",
    policies: policiesOf(contextReader(__dirname)),
});
