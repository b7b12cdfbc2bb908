/** Exit codes: 1 is an answer, 2 is the lack of one. */
export const exitCode = { fine: 0, attention: 1, cannotTell: 2, interrupted: 130 } as const;
