import * as path from "node:path";

/** The folder of the checkout: Pulumi.yaml and the stack files lie in it. */
export const checkout = path.join(__dirname, "..");
