#!/usr/bin/env node
// The sandbox's policy host for a pack whose runtime is called `bench`. The language host that the bench has runs no packs, and
// where the engine finds one for a pack's runtime, it asks no other. For a runtime that it doesn't know, the engine gives the
// stack in variables with other names.
for (const name of ["ORGANIZATION", "PROJECT", "STACK", "DRY_RUN"]) {
    process.env[`PULUMI_NODEJS_${name}`] ??= process.env[`PULUMI_${name}`] ?? "";
}
require("../sandbox/policyHost/pulumi-analyzer-policy-nodejs");
