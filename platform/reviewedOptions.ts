import { quote } from "./quote";
import { unreviewedSettings } from "./reviewedProvider";
import { auditTypes, isHarmless } from "./reviewedTypes";

/** A resource as the program registers it with the engine: its options as they are in the end, whatever set them. */
export interface Registration {
    /** Type token, e.g. `aws:iam/role:Role`. */
    readonly type: string;
    /** Logical name. */
    readonly name: string;
    /** Whether a provider makes it; else it is a component. */
    readonly isCustom: boolean;
    /** Whether a plugin makes the component's resources. */
    readonly isRemote: boolean;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    /** Paths of properties. */
    readonly ignoreChanges: readonly string[];
    /** Paths of properties. */
    readonly hideDiffs: readonly string[];
    /** URN of the resource that takes it along when it is deleted; empty: none. */
    readonly deletedWith: string;
    /** Where the provider's plugin comes from; empty: from where Pulumi publishes it. */
    readonly pluginDownloadURL: string;
    /** Names of environment variables that the provider gets by other names. */
    readonly envVarMappings: readonly string[];
    /** Id of what is in AWS already and is to be taken over; empty: it is made. */
    readonly importId: string;
    /** How many functions may change it after it was registered. */
    readonly transforms: number;
    readonly props: Readonly<Record<string, unknown>>;
}

/** Made anew, they lose what refers to them: a user's trust, a provider's roles, a secret's value. */
export const protectedTypes: readonly string[] = [
    "aws:iam/user:User",
    "aws:iam/group:Group",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "aws:iam/samlProvider:SamlProvider",
    "aws:secretsmanager/secret:Secret",
    "aws:ssoadmin/accountAssignment:AccountAssignment",
    "aws:ssoadmin/permissionSet:PermissionSet",
];

/** Properties that no rule reads, and that grant nothing. */
export const unreadProperties: readonly string[] = ["description", "forceDestroy"];

const awsProvider = "pulumi:providers:aws";
const isJudged = (type: string): boolean =>
    /^aws:(iam|secretsmanager|ssoadmin)\//.test(type) ||
    auditTypes.includes(type) ||
    type === awsProvider;

/** Finds what an option does to what the rules judge; `undefined`: nothing. */
type OptionCheck = (resource: Registration) => string | undefined;

/** Options that let AWS differ from what is judged. Several of them no policy pack is shown. */
const checks: readonly OptionCheck[] = [
    // Inherited by the resources of a component.
    ({ retainOnDelete }) =>
        retainOnDelete
            ? "has retainOnDelete: what the program no longer has would stay in AWS, with its access"
            : undefined,
    ({ deletedWith }) =>
        deletedWith === ""
            ? undefined
            : "has deletedWith: what the program no longer has may stay in AWS, with its access",
    ({ hideDiffs }) =>
        hideDiffs.length === 0
            ? undefined
            : `has hideDiffs: ${quote(hideDiffs)}: a preview would not show these changes`,
    ({ type, ignoreChanges }) => {
        const judged = ignoreChanges.filter((path) => !unreadProperties.includes(path));
        return judged.length === 0 || !isJudged(type)
            ? undefined
            : `has ignoreChanges: ${quote(judged)}: they may be others in AWS than are judged`;
    },
    ({ type, protect }) =>
        protect || !protectedTypes.includes(type)
            ? undefined
            : "has protect: false; it must be true, so that it isn't deleted or replaced by mistake",
    ({ isRemote }) =>
        isRemote
            ? "is a remote component: a plugin makes its resources, with options that can't be judged"
            : undefined,
    ({ importId }) =>
        importId === ""
            ? undefined
            : `has import: ${quote(importId)}: each run would take it over again, also a deletion; import it once: iam-profiles adopt`,
    ({ transforms }) =>
        transforms > 0
            ? "has a transform, which changes it after it was judged; use a transformation"
            : undefined,
    ({ pluginDownloadURL }) =>
        pluginDownloadURL === ""
            ? undefined
            : `has pluginDownloadURL: ${quote(pluginDownloadURL)}: its provider would be a program of unknown origin`,
    ({ envVarMappings }) =>
        envVarMappings.length === 0
            ? undefined
            : `has envVarMappings: ${quote(envVarMappings)}: its provider may work on another account than it says`,
    ({ type, props }) => {
        const found = type === awsProvider ? unreviewedSettings(valuesOf(props)) : [];
        return found.length === 0
            ? undefined
            : `has ${found.map(([key, value]) => `${key}: ${quote(value)}`).join(", ")}: it may work on another account than it says`;
    },
];

/**
 * Why a resource may not be registered.
 *
 * @returns a sentence for each option; none for what can't grant access, but for how its plugin is found
 */
export const optionFaults = (resource: Registration): readonly string[] => {
    const { type, name, isCustom, isRemote, pluginDownloadURL, envVarMappings } = resource;
    const mayMatter = !isCustom || !isHarmless(type) || pluginDownloadURL !== "";
    if (!mayMatter && !isRemote && envVarMappings.length === 0) return [];
    return checks
        .map((check) => check(resource))
        .filter((fault) => fault !== undefined)
        .map((fault) => `${type} "${name}" ${fault}. Remove the option.`);
};

/** Pulumi passes a provider's lists and objects as JSON text. */
const valuesOf = (props: Registration["props"]): Registration["props"] =>
    Object.fromEntries(
        Object.entries(props).map(([key, value]) => {
            if (typeof value !== "string") return [key, value];
            try {
                return [key, JSON.parse(value) as unknown];
            } catch {
                return [key, value];
            }
        }),
    );
