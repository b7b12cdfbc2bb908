/** Whether some value meets all tests. `unknown`: the work limit was reached before that was found out. */
export type Satisfiability = "satisfiable" | "unsatisfiable" | "unknown";
