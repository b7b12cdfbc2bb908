import * as iam from "@pulumi/aws/iam";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random";

import { secretPath, userPath } from "../platform/naming";
import type { TrustClass } from "../platform/naming";
import { secretPolicy } from "./secretPolicy";

export interface ServiceAccountArgs {
    /** What names and paths begin with, e.g. `PSK`. */
    readonly prefix: string;
    readonly trustClass: TrustClass;
    /** Exact ARNs of the users and roles that may read its secret. */
    readonly secretReaders: readonly string[];
}

/**
 * A service account: a user, and the secret that its access key is to be stored in. The key itself is made outside
 * Pulumi, since whatever Pulumi makes is kept in its state.
 */
export class ServiceAccount extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly uniqueId: pulumi.Output<string>;
    readonly secretArn: pulumi.Output<string>;

    /** @param name IAM user name, prefix included */
    constructor(
        name: string,
        { prefix, trustClass, secretReaders }: ServiceAccountArgs,
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("iam-profiles:identities:ServiceAccount", name, {}, opts);
        // Made anew, a user has another unique id, and every trust policy that names it would be silently dead.
        const kept = { parent: this, protect: true };

        const user = new iam.User(
            name,
            { name, path: userPath(prefix, "serviceAccount", trustClass) },
            kept,
        );
        // The name of a deleted secret stays taken for its recovery window.
        const suffix = new RandomId(name, { byteLength: 4 }, { parent: this });
        const secret = new secretsmanager.Secret(
            name,
            {
                name: pulumi.interpolate`${secretPath(prefix)}${trustClass}/${name}-${suffix.hex}`,
                description: `Access key of ${name}.`,
            },
            kept,
        );
        new secretsmanager.SecretPolicy(
            name,
            {
                secretArn: secret.arn,
                policy: pulumi.jsonStringify(secretPolicy(secretReaders)),
                blockPublicPolicy: true,
            },
            kept,
        );
        this.arn = user.arn;
        this.uniqueId = user.uniqueId;
        this.secretArn = secret.arn;
        this.registerOutputs({ arn: this.arn, secretArn: this.secretArn });
    }
}
