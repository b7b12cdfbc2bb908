import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with its message alone.
 *
 * It carries no stack frames (see `withoutLibraryFrames`). The message says where the fault is; a place in this code would
 * not help its reader.
 */
export class ProgramError extends pulumi.RunError {
    constructor(message: string) {
        super(message);
        this.name = new.target.name;
        this.stack = `${this.name}: ${message}`;
    }
}

/**
 * An error without the stack frames of libraries: Pulumi maps its own to sources such as `node_modules/@pulumi/resource.ts`,
 * which have no package's folder, and Node.js 20 takes 20 s and 3 GB to print an error with such a frame.
 */
export function withoutLibraryFrames(error: unknown): unknown {
    if (error instanceof Error && error.stack !== undefined) {
        const lines = error.stack.split("\n");
        error.stack = lines.filter((line) => !/^\s+at .*node_modules/.test(line)).join("\n");
    }
    return error;
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
