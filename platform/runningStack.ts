import * as pulumi from "@pulumi/pulumi";

import { parseSettings } from "./config";
import type { CatalogueCheck, Settings } from "./config";

/**
 * The running stack's settings.
 *
 * @throws ConfigError with every fault of every key, and of the catalogues
 */
export function readSettings(catalogueFaults: CatalogueCheck): Settings {
    return parseSettings(
        pulumi.getProject(),
        pulumi.getStack(),
        pulumi.runtime.allConfig(),
        catalogueFaults,
    );
}
