import type { FederatedGroup } from "./identity";
import type { SamlProvider } from "./federation/federatedGroup";

/**
 * Groups of people who come by federation, and the SAML providers that they come from; names of groups are without the prefix. None
 * as it comes. docs/people.md has the steps, examples/federated-people a whole example.
 */
export const federatedGroups: readonly FederatedGroup[] = [];

export const samlProviders: readonly SamlProvider[] = [];
