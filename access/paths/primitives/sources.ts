/** URL of a technique in the pathfinding.cloud catalogue. */
export const pathfinding = (id: string): string => `https://pathfinding.cloud/paths/${id}`;

/** URL of an action's page in an AWS API reference. */
export const api = (reference: string, action: string): string =>
    `https://docs.aws.amazon.com/${reference}/API_${action}.html`;

export const iamApi = (action: string): string => api("IAM/latest/APIReference", action);
