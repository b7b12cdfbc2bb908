import { environments } from "../organization/environments";
import { trustClasses } from "../organization/trustClass";
import { isTrue, listOf, object, oneOf, text } from "./checks";

const boundary = oneOf("holds", "crossed", "unknown");

/** What reports of every version have. */
export const commonKeys = {
    boundary,
    accounts: listOf(object({ id: text, name: text, environment: oneOf(...environments) })),
    identities: listOf(
        object({ arn: text, name: text, account: text, trustClass: oneOf(...trustClasses) }),
    ),
    roles: listOf(object({ arn: text, name: text, account: text }, { breakGlass: isTrue })),
    limits: listOf(text),
};

/** What the first reports of version 1 lack. */
export const laterKeys = {
    verdict: object({ boundary }, { reason: text }),
    unfinishedSearches: listOf(text),
};
