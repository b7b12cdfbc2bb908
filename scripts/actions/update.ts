import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addedActions } from "./added";
import { actionsOfModels, actionsOfServices } from "./actionData";
import type { ByService, ServiceActions } from "./actionData";

/** Where the proof reads the data. */
export const dataFolder = join(__dirname, "..", "..", "access", "paths", "review", "data");

/** Files of actions, by the first prefix that each has. */
const firstPrefixes = ["a", "b", "c", "cod", "d", "e", "f", "i", "k", "n", "r", "s", "sf", "t"];

interface File {
    readonly version: string;
    readonly services: ByService<ServiceActions>;
}

const nameOf = (first: string): string => `actions-${first}.json`;

const read = (name: string): unknown => JSON.parse(readFileSync(join(dataFolder, name), "utf8"));

/** The data's files as a run would write them. @param models botocore's `data`; absent: those stay as they are */
export async function actionFiles(models?: string): Promise<ReadonlyMap<string, unknown>> {
    const { version, services } = await actionsOfServices();
    const files = new Map<string, unknown>(
        firstPrefixes.map((first, index) => {
            const next = firstPrefixes[index + 1];
            const own = Object.entries(services).filter(
                ([service]) => service >= first && (next === undefined || service < next),
            );
            return [nameOf(first), { version, services: Object.fromEntries(own) }];
        }),
    );
    if (models !== undefined) files.set("models.json", await actionsOfModels(models));
    files.set("added.json", addedTo(services));
    return files;
}

/** @see addedActions */
function addedTo(services: ByService<ServiceActions>): ByService<string> {
    if (!existsSync(join(dataFolder, nameOf("a")))) return {};
    const before = firstPrefixes.flatMap((first) =>
        Object.entries((read(nameOf(first)) as File).services),
    );
    const waiting = read("added.json") as ByService<string>;
    return addedActions(Object.fromEntries(before), waiting, services);
}

async function update(models: string): Promise<void> {
    for (const [name, content] of await actionFiles(models)) {
        writeFileSync(join(dataFolder, name), JSON.stringify(content));
    }
    execFileSync("npm", ["run", "--silent", "format", "--", dataFolder], { stdio: "inherit" });
}

if (require.main === module) {
    const [, , models] = process.argv;
    if (models === undefined) {
        process.stderr.write(
            "usage: npm run actions:update -- FOLDER, the folder `data` of an installed botocore\n",
        );
        process.exitCode = 2;
    } else void update(models);
}
