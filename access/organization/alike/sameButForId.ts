/**
 * What AWS chooses for each resource, and the evaluation asks for only where a policy names it. See `namesUniqueIds`.
 */
const chosenByAws: ReadonlySet<string> = new Set([
    "AttachmentCount",
    "CreateDate",
    "GroupId",
    "InstanceProfileId",
    "PermissionsBoundaryUsageCount",
    "PolicyId",
    "RoleId",
    "RoleLastUsed",
    "UpdateDate",
    "UserId",
]);

/** Whether a value is what another one is, with another id in the place of its own. */
export type SameButForId = (value: unknown, id: string) => boolean;

/**
 * Compares values with one of them.
 *
 * @param value as parsed from JSON
 * @param id the account id that may be another in what it is compared with
 */
export function sameButForId(value: unknown, id: string): SameButForId {
    if (typeof value === "string") return sameText(value, id);
    if (Array.isArray(value)) {
        const items = value.map((item: unknown) => sameButForId(item, id));
        return (other, otherId) =>
            Array.isArray(other) &&
            other.length === items.length &&
            items.every((item, at) => item(other[at], otherId));
    }
    if (typeof value !== "object" || value === null) return (other) => other === value;
    const keys = Object.keys(value);
    const parts = Object.entries(value).map(([key, part]) => ({
        key,
        isName: sameText(key, id),
        isSame: chosenByAws.has(key) ? () => true : sameButForId(part, id),
    }));
    return (other, otherId) => {
        if (typeof other !== "object" || other === null || Array.isArray(other)) return false;
        const otherKeys = Object.keys(other);
        return (
            otherKeys.length === keys.length &&
            parts.every(({ key, isName, isSame }, at) => {
                const otherKey = otherKeys[at] ?? "";
                const isKey = otherKey === key || isName(otherKey, otherId);
                return isKey && isSame((other as Record<string, unknown>)[otherKey], otherId);
            })
        );
    };
}

function sameText(text: string, id: string): SameButForId {
    if (!text.includes(id)) return (other) => other === text;
    const parts = text.split(id);
    return (other, otherId) => other === parts.join(otherId);
}

/** A principal's or policy's unique id. */
const uniqueId = /\bA(?:GPA|IDA|IPA|NPA|NVA|ROA)[A-Z0-9]{10,}/;

/** Whether a document names a unique id, as a trust policy does whose principal was deleted: it would tell accounts apart. */
export function namesUniqueIds(value: unknown): boolean {
    if (typeof value === "string") return uniqueId.test(value);
    if (Array.isArray(value)) return value.some(namesUniqueIds);
    if (typeof value !== "object" || value === null) return false;
    return Object.entries(value).some(
        ([key, part]) => uniqueId.test(key) || (!chosenByAws.has(key) && namesUniqueIds(part)),
    );
}
