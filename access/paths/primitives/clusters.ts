import { awsIssuers } from "../../federation/awsIssuers";
import type { Effect, Primitive } from "../primitive";
import { api } from "./sources";

const eks = (action: string): string => api("eks/latest/APIReference", action);
const signed = "It needs a certificate signed by the cluster's authority.";

/** Ways to act as a Kubernetes administrator of a cluster: name, actions, source, and why it is uncertain. */
const administers: readonly (readonly [
    name: string,
    actions: readonly string[],
    source: string,
    unknown?: string,
])[] = [
    [
        "AccessEntry",
        ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"],
        eks("AssociateAccessPolicy"),
    ],
    [
        "GroupOfEntry",
        ["eks:CreateAccessEntry"],
        eks("CreateAccessEntry"),
        "It needs a Kubernetes group with permissions.",
    ],
    [
        "AccessPolicy",
        ["eks:AssociateAccessPolicy"],
        eks("AssociateAccessPolicy"),
        "It needs an existing access entry of the attacker.",
    ],
    [
        "UpdateAccessEntry",
        ["eks:UpdateAccessEntry"],
        eks("UpdateAccessEntry"),
        "It needs an access entry of the attacker, and a Kubernetes group with permissions.",
    ],
    [
        "IdentityProvider",
        ["eks:AssociateIdentityProviderConfig"],
        eks("AssociateIdentityProviderConfig"),
        "It needs a Kubernetes group or user with permissions that the provider may claim.",
    ],
    [
        "KubernetesApi",
        ["eks:MutateViaKubernetesApi"],
        "https://docs.aws.amazon.com/eks/latest/userguide/mutate-kubernetes-resources.html",
        "It needs Kubernetes permissions.",
    ],
    [
        "ClusterConfig",
        ["eks:UpdateClusterConfig"],
        eks("UpdateClusterConfig"),
        "It needs an access entry of the attacker's, or access to the cluster's network.",
    ],
    [
        "CertificateAuthority",
        ["eks:CreateCertificateAuthority"],
        eks("CreateCertificateAuthority"),
        signed,
    ],
    [
        "ActivateCertificateAuthority",
        ["eks:ActivateCertificateAuthority"],
        eks("ActivateCertificateAuthority"),
        signed,
    ],
];

/** What a cluster's administrator gets at: the end of the row's name, and why a way that is certain otherwise isn't. */
const gains: readonly {
    readonly suffix: string;
    readonly effect: Effect;
    readonly unknown?: string;
}[] = [
    { suffix: "", effect: { does: "enters", service: "pods.eks.amazonaws.com" } },
    // Pods reach the credentials of the node that they run on.
    { suffix: "-Node", effect: { does: "enters", service: "ec2.amazonaws.com" } },
    {
        // The cluster's own issuer signs the tokens of its service accounts.
        suffix: "-ServiceAccount",
        effect: { does: "federates", target: "oidc-provider", issuer: awsIssuers.cluster },
        unknown: "It needs the cluster that the provider is of.",
    },
    {
        // It writes as its resources say.
        suffix: "-Capability",
        effect: { does: "enters", service: "capabilities.eks.amazonaws.com" },
        unknown: "It makes single calls with the role and does not expose its credentials.",
    },
];

/** Techniques by Kubernetes permissions in a cluster. */
export const clusterPrimitives: readonly Primitive[] = gains.flatMap(
    ({ suffix, effect, unknown: doubt }) =>
        // Where all is uncertain, a part of it suffices.
        administers
            .filter(([, actions]) => doubt === undefined || actions.length === 1)
            .map(([name, anywhere, source, unknown = doubt]) => ({
                id: `EKS-${name}${suffix}`,
                actions: [],
                anywhere,
                effect,
                ...(unknown === undefined ? {} : { unknown }),
                source,
            })),
);
