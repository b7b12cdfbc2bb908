/** The pack as one file, but for the packages that it gets from its own node_modules. */
const bundle = {
    name: "policy-pack",
    entry: "policy-pack/index.ts",
    external: ["@pulumi/policy", "@pulumi/pulumi"],
};

module.exports = { bundle };
