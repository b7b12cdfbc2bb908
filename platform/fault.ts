/** Takes note of a fault: where, the value, the bound. */
export type Fault = (text: string) => void;
