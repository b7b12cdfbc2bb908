import { readFileSync } from "node:fs";
import * as path from "node:path";

import { checkout } from "../../platform/checkout";

/** The shapes of what commands print as JSON, published in `schemas/`. */
export const schemaNames = [
    ...(["report", "explanation", "diff", "needs", "accounts", "stacks"] as const),
    ...(["status", "rotation", "drift", "removal", "person", "awsConfig", "glossary"] as const),
    ...(["adoption", "bootstrap", "evidence", "token", "quotas", "new"] as const),
] as const;
export type SchemaName = (typeof schemaNames)[number];

/** A JSON Schema of `schemas/`. */
export const schemaOf = (name: SchemaName): Readonly<Record<string, unknown>> =>
    JSON.parse(
        readFileSync(path.join(checkout, "schemas", `${name}.schema.json`), "utf8"),
    ) as Readonly<Record<string, unknown>>;
