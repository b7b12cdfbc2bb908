import { readFileSync } from "node:fs";
import * as path from "node:path";

/** A whole output, as test/access/render/expected/ has it. */
export const expected = (file: string): string =>
    readFileSync(path.join(__dirname, "expected", file), "utf8");
