import * as path from "node:path";

import { installOnce } from "../../sandbox/cacheFolder";
import { goBuild } from "../../sandbox/goBuild";

const version = "1.7.12";

/** actionlint, which checks GitHub's workflows. It is built into the cache folder, once: about 20 s of CPU. */
export async function ensureActionlint(): Promise<string> {
    const name = process.platform === "win32" ? "actionlint.exe" : "actionlint";
    const installed = await installOnce(`actionlint-${version}`, (temporary) =>
        goBuild(
            {
                moduleFolder: path.join(__dirname, "actionlint"),
                importPath: "github.com/rhysd/actionlint/cmd/actionlint",
                ldflags: "-s -w",
                title: `actionlint ${version}`,
            },
            path.join(temporary, name),
            temporary,
            () => undefined,
        ),
    );
    return path.join(installed, name);
}
