import { readFileSync } from "node:fs";
import * as path from "node:path";

import { checkout } from "../../platform/checkout";

/** The shape of what commands print as JSON, published in `schemas/`. */
export type SchemaName = "report" | "explanation" | "diff" | "status";

/** A JSON Schema of `schemas/`. */
export const schemaOf = (name: SchemaName): Readonly<Record<string, unknown>> =>
    JSON.parse(
        readFileSync(path.join(checkout, "schemas", `${name}.schema.json`), "utf8"),
    ) as Readonly<Record<string, unknown>>;
