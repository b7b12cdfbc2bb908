import { statusOf } from "../../credentials/status";
import type { StatusRow } from "../../credentials/statusRows";
import { statusText } from "../../credentials/statusText";
import { dayMs } from "../../credentials/target";
import { targetsOf } from "../../credentials/targets";
import type { SelectionOptions, StoreOptions } from "../../credentials/targets";
import { openPlatform } from "../platform";
import { openServices } from "../services";

/** Days after which a key is due, as `credentials status` has it. */
const maxAgeDays = 90;
const store: StoreOptions = {
    store: "secrets-manager",
    vaultMount: "secret",
    vaultPath: "iam-profiles",
};

/** What `credentials status` shows of the selected identities. */
export async function statusRows({
    sandbox,
    ...selection
}: SelectionOptions & { readonly sandbox: boolean }): Promise<{
    readonly rows: readonly StatusRow[];
    readonly shown: string;
}> {
    const platform = await openPlatform({ sandbox });
    const targets = targetsOf(platform, selection, store);
    const services = await openServices(platform.access, store);
    const rows = await statusOf(targets, services, {
        maxAgeMs: maxAgeDays * dayMs,
        verify: false,
    });
    return { rows, shown: statusText(rows) };
}
