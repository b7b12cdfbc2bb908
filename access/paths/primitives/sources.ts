/** A page of the catalogue of known escalation paths. */
export const pathfinding = (id: string): string => `https://pathfinding.cloud/paths/${id}`;

/** AWS's own description of an action. */
export const api = (reference: string, action: string): string =>
    `https://docs.aws.amazon.com/${reference}/API_${action}.html`;

export const iamApi = (action: string): string => api("IAM/latest/APIReference", action);
