/**
 * An error that ends the program with its message alone.
 *
 * It carries no stack frames (see `leaveOutLibraryFrames`). The message says where the fault is; a place in this code would
 * not help its reader.
 */
export class ProgramError extends Error {
    /**
     * What `pulumi.RunError` is known by, also one of another copy of the SDK. Commands read the settings and never run the
     * program: with the SDK's own class, each would load the whole SDK.
     */
    readonly __pulumiRunError = true;

    constructor(message: string) {
        super(message);
        this.name = new.target.name;
        this.stack = `${this.name}: ${message}`;
    }
}

/**
 * Leaves the stack frames of libraries out of all errors from now on: Pulumi maps its own to sources such as
 * `node_modules/@pulumi/resource.ts`, which have no package's folder, and Node.js 20 takes 20 s and 3 GB to print an error with
 * such a frame. Pulumi prints errors that the program never sees, those of failed outputs and registrations.
 */
export function leaveOutLibraryFrames(): void {
    // What maps frames to TypeScript; the SDK installs it.
    const map = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value as
        | ((error: Error, frames: readonly NodeJS.CallSite[]) => unknown)
        | undefined;
    Error.prepareStackTrace = (error, frames): unknown => {
        // Taken by the SDK of each promise and resource, and thrown by nothing.
        if (error.name === "Error" && error.message === "") return String(error);
        const own = frames.filter((frame) => !/node_modules/.test(frame.getFileName() ?? ""));
        if (map !== undefined) return map(error, own);
        return [String(error), ...own.map(frameText)].join("\n");
    };
}

const frameText = (frame: NodeJS.CallSite): string =>
    `    at ${frame.getFunctionName() ?? "<anonymous>"} (${frame.getFileName() ?? "?"}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0})`;

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
