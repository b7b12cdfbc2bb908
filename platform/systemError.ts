/** What an error of the operating system means, by its code; completes a sentence that begins with a file. */
const reasons: Readonly<Record<string, string>> = {
    ENOENT: "does not exist",
    EACCES: "cannot be used: permission denied",
    EPERM: "cannot be used: not permitted",
    EISDIR: "is a folder; name a file",
    ENOTDIR: "is below something that is not a folder",
    EEXIST: "exists already",
    EROFS: "is on a read-only file system",
    ENOSPC: "does not fit: the disk is full",
    EMFILE: "cannot be opened: too many files are open",
    ELOOP: "is a link that leads back to itself",
    ENAMETOOLONG: "is too long a name",
};

/** What is wrong with a file, e.g. `does not exist`: completes a sentence that begins with it. */
export const fileFault = (error: unknown): string => {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === undefined ? message : (reasons[code] ?? `cannot be used: ${code}`);
};

/**
 * An error's message. One that Node made of a system call, such as `ENOENT: no such file or directory, open 'x'`, becomes a
 * sentence: which file or program, what is wrong, and the next step.
 */
export function errorText(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    const { code, syscall, path, message } = error as NodeJS.ErrnoException;
    // Pulumi's Automation API has the error of a program that didn't start within its message.
    const [, why, program] = /^ stderr: Command failed with (E[A-Z]+): (\S+)/m.exec(message) ?? [];
    if (why !== undefined && program !== undefined) return programText(program, why);
    if (code === undefined || syscall === undefined) return message;
    if (syscall.startsWith("spawn"))
        return programText(path ?? syscall.slice("spawn ".length), code);
    return path === undefined ? message : `${path} ${fileFault(error)}`;
}

/** Why a program did not start. */
function programText(program: string, code: string): string {
    switch (code) {
        case "ENOENT":
            return `"${program}" was not found; install it, or add its folder to PATH`;
        case "EACCES":
            return `"${program}" cannot be run: permission denied`;
        default:
            return `"${program}" cannot be run: ${code}`;
    }
}
