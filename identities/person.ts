import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { userPath } from "../platform/naming";
import type { TrustClass } from "../platform/naming";

export interface PersonArgs {
    /** What names and paths begin with, e.g. `PSK`. */
    readonly prefix: string;
    readonly trustClass: TrustClass;
}

/** A human being: a user without keys. The password is set by an administrator, outside Pulumi. */
export class Person extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly uniqueId: pulumi.Output<string>;

    /** @param name IAM user name, prefix included */
    constructor(
        name: string,
        { prefix, trustClass }: PersonArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:identities:Person", name, {}, opts);
        const user = new iam.User(
            name,
            { name, path: userPath(prefix, "person", trustClass) },
            // Made anew, a user has another unique id, and every trust policy that names it would be silently dead.
            { parent: this, protect: true },
        );
        this.arn = user.arn;
        this.uniqueId = user.uniqueId;
        this.registerOutputs({ arn: this.arn });
    }
}
