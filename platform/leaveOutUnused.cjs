/** What `@pulumi/pulumi` loads in case a function is to be serialized or an engine to be run, in half a second. */
const unused = [
    "@npmcli/arborist",
    "@pulumi/pulumi/automation",
    "normalize-package-data",
    "typescript",
];

/** Puts an empty package in the place of each that `@pulumi/pulumi` loads and nothing here calls, unless it is loaded already. */
function leaveOutUnused() {
    const paths = [require.resolve("@pulumi/pulumi")];
    for (const name of unused) {
        require.cache[require.resolve(name, { paths })] ??= { exports: {} };
    }
}

module.exports = { leaveOutUnused };
