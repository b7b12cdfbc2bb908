// Which folder may import which. Each rule says why; `npm run check:imports` prints it beside the import that breaks it.

const program = "^(index\\.ts|program\\.ts|platform/|audit/|identities/|roles/)";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
    forbidden: [
        {
            name: "no-circles",
            severity: "error",
            comment: "Files that import each other can't be read, tested or moved one by one.",
            from: {},
            to: { circular: true },
        },
        {
            name: "access-stands-alone",
            severity: "error",
            comment:
                "access/ judges documents of any origin. Code shared with the builders would share their faults, and the package could not be installed alone.",
            from: { path: "^access/" },
            to: { path: "^(?!access/|node_modules/|node:)", dependencyTypesNot: ["core"] },
        },
        {
            name: "access-has-no-dependency",
            severity: "error",
            comment:
                "access/ needs Node alone; the AWS SDK is an optional peer that only its live source uses.",
            from: { path: "^access/" },
            to: { path: "node_modules/", pathNot: "node_modules/@aws-sdk/" },
        },
        {
            name: "access-by-its-index",
            severity: "error",
            comment: "access/index.ts is the package's public API; what lies behind it may change.",
            from: { pathNot: "^(access|test|bench)/" },
            to: { path: "^access/", pathNot: "^access/index\\.ts$" },
        },
        {
            name: "program-imports-no-tool",
            severity: "error",
            comment:
                "The program is what Pulumi deploys; it must not depend on the tools around it.",
            from: { path: program },
            to: {
                path: "^(access|bench|cli|consumers|credentials|operations|plan|policy-pack|sandbox|test)/",
            },
        },
        {
            name: "platform-is-the-ground",
            severity: "error",
            comment: "platform/ is what all others share, so it imports none of them.",
            from: { path: "^platform/" },
            to: { path: "^(?!platform/|node_modules/)", dependencyTypesNot: ["core"] },
        },
        {
            name: "audit-knows-no-identity",
            severity: "error",
            comment: "Trails and alarms are handed the ARNs that they watch.",
            from: { path: "^audit/" },
            to: { path: "^(identities|roles)/" },
        },
        {
            name: "identities-know-no-role",
            severity: "error",
            comment:
                "Roles trust identities. Identities need the names of roles alone, which the program hands them.",
            from: { path: "^identities/" },
            to: { path: "^roles/" },
        },
        {
            name: "rules-import-no-builder",
            severity: "error",
            comment:
                "A pack rule states the boundary in its own words: a fault in a builder must not hide itself.",
            from: { path: "^policy-pack/rules/" },
            to: { path: "^(audit|identities|roles|program\\.ts|credentials|sandbox|cli)" },
        },
        {
            name: "pack-imports-no-command",
            severity: "error",
            comment:
                "The pack runs in Pulumi's process; commands, credentials and the sandbox don't belong there.",
            from: { path: "^policy-pack/" },
            to: { path: "^(bench|cli|credentials|operations|sandbox|test)/" },
        },
        {
            name: "plan-renders-only",
            severity: "error",
            comment: "plan/ renders the program's stacks as documents and judges nothing.",
            from: { path: "^plan/" },
            to: { path: "^(bench|cli|credentials|operations|policy-pack|sandbox|test)/" },
        },
        {
            name: "credentials-below-the-commands",
            severity: "error",
            comment:
                "credentials/ is used by the command line and the sandbox, not the other way round.",
            from: { path: "^credentials/" },
            to: { path: "^(access|bench|cli|operations|plan|policy-pack|sandbox|test)/" },
        },
        {
            name: "operations-below-the-commands",
            severity: "error",
            comment:
                "operations/ decides from data and is handed clients and the engine; the command line and the sandbox hand them.",
            from: { path: "^operations/" },
            to: { path: "^(bench|cli|policy-pack|sandbox|test)/" },
        },
        {
            name: "sandbox-below-the-commands",
            severity: "error",
            comment: "The sandbox can be started without the command line.",
            from: { path: "^sandbox/" },
            to: { path: "^(access|bench|cli|operations|plan|policy-pack|test)/" },
        },
        {
            name: "consumers-ask-the-proof",
            severity: "error",
            comment:
                "What other repositories need is compared with policy documents, whoever built them.",
            from: { path: "^consumers/" },
            to: {
                path: "^(?!consumers/|access/|platform/|node_modules/)",
                dependencyTypesNot: ["core"],
            },
        },
        {
            name: "nothing-imports-tests",
            severity: "error",
            comment: "Tests and benchmarks are not part of the product.",
            from: { pathNot: "^(test|bench)/" },
            to: { path: "^(test|bench)/" },
        },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        exclude: { path: "^(\\.sandbox|node_modules/\\.cache|access/dist)/" },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
        enhancedResolveOptions: {
            exportsFields: ["exports"],
            conditionNames: ["import", "require", "node", "default", "types"],
        },
        combinedDependencies: true,
        exoticRequireStrings: [],
    },
};
