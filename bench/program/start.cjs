// Started by Pulumi as the project's own start.cjs is: the program with a registry or a catalogue of another size.
const path = require("node:path");

const { leaveOutUnused } = require("../../platform/leaveOutUnused.cjs");
const { sourceBundle } = require("../../platform/sourceBundle.cjs");

leaveOutUnused();
delete Error.prepareStackTrace;
const { text } = sourceBundle({
    name: "bench-program",
    entry: "bench/program/benchProgram.ts",
    external: ["@pulumi/pulumi"],
});
module._compile(text, path.join(__dirname, "bundle.cjs"));
