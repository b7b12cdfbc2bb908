/** Version of the contract's shape. A change that a reader of the old one would misread raises it. */
export const contractVersion = 1;
