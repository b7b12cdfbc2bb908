// What Pulumi starts: index.ts, bundled with all that it imports into one file when its sources have changed. Otherwise Node
// would load TypeScript and a thousand files at every start; `npm test` checks the types.
const path = require("node:path");

const { leaveOutUnused } = require("./platform/leaveOutUnused.cjs");
const { mapErrors } = require("./platform/mapErrors.cjs");
const { sourceBundle } = require("./platform/sourceBundle.cjs");

leaveOutUnused();
// What Pulumi loads for TypeScript maps the stack of each promise and resource to sources that the bundle doesn't have.
delete Error.prepareStackTrace;

const { text, mapFile } = sourceBundle({
    name: "program",
    entry: "index.ts",
    external: ["@pulumi/pulumi"],
});
const file = path.join(__dirname, "bundle.cjs");
mapErrors(file, mapFile);
module._compile(text, file);
