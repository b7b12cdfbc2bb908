import { program } from "./program";

/** Entry of the Pulumi program: the only file that acts on import. Its result is the stack's outputs. */
export = () => program();
