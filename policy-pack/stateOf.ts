import type { ResourceFacts } from "./rule";

/** A resource with what was asked for as the state has it. What AWS adds, and nothing asked for, is left out. */
export const stateOf = ({ outputs = {}, ...facts }: ResourceFacts): ResourceFacts => ({
    ...facts,
    props: Object.fromEntries(Object.keys(facts.props).map((key) => [key, outputs[key]])),
    outputs,
});
