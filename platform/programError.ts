import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with its message alone.
 *
 * It carries no stack frames: Pulumi maps frames back to sources, and Node.js 20 inspects such an error in 20 s and 3 GB.
 * The message says where the fault is; a place in this code would not help its reader.
 */
export class ProgramError extends pulumi.RunError {
    constructor(message: string) {
        super(message);
        this.name = new.target.name;
        this.stack = `${this.name}: ${message}`;
    }
}

/** A file of the project that can't be used: every fault at once. */
export class ProjectFileError extends ProgramError {
    /** @param file e.g. `Pulumi.yaml` */
    constructor(
        readonly file: string,
        readonly faults: readonly string[],
    ) {
        super([`${file} is not usable:`, ...faults.map((fault) => `  - ${fault}`)].join("\n"));
    }
}
