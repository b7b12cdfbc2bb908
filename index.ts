import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { guardRegistrations } from "./platform/guardRegistrations";
import { leaveOutLibraryFrames } from "./platform/programError";
import { refuseOverrides } from "./platform/refuseOverrides";
import { program } from "./program";

/** Entry of the Pulumi program: the only file that acts on import. Its result is the stack's outputs. */
export = async () => {
    leaveOutLibraryFrames();
    guardRegistrations();
    // Language hosts before 3.140 don't say where Pulumi.yaml is; then it is here.
    const root = pulumi.getRootDirectory();
    await refuseOverrides(path.isAbsolute(root) ? root : __dirname);
    return program();
};
