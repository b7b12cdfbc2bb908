import type { Role } from "./role";

/** PSKPlatformHostedZonesRole: the pipeline of the platform's DNS zones. */
export const platformHostedZonesRole: Role = {
    name: "PlatformHostedZonesRole",
    description: "Manages DNS in Route 53: hosted zones, records, health checks, delegation.",
    assumableBy: "identities",
    permissions: ({ partition }) => {
        const route53 = (type: string): string => `arn:${partition}:route53:::${type}/*`;
        return [
            {
                Sid: "ReadDns",
                Effect: "Allow",
                Action: [
                    "route53:Get*",
                    "route53:List*",
                    "route53:TestDNSAnswer",
                    "route53domains:GetDomainDetail",
                    "route53domains:ListDomains",
                    "route53domains:ListTagsForDomain",
                ],
                Resource: ["*"],
            },
            {
                // These take no resource: a zone's id is not known before it is made.
                Sid: "CreateZones",
                Effect: "Allow",
                Action: [
                    "route53:CreateHealthCheck",
                    "route53:CreateHostedZone",
                    "route53:CreateReusableDelegationSet",
                ],
                Resource: ["*"],
            },
            {
                Sid: "WriteZones",
                Effect: "Allow",
                Action: [
                    "route53:ActivateKeySigningKey",
                    "route53:AssociateVPCWithHostedZone",
                    "route53:ChangeResourceRecordSets",
                    "route53:ChangeTagsForResource",
                    "route53:CreateKeySigningKey",
                    "route53:CreateVPCAssociationAuthorization",
                    "route53:DeactivateKeySigningKey",
                    "route53:DeleteHealthCheck",
                    "route53:DeleteHostedZone",
                    "route53:DeleteKeySigningKey",
                    "route53:DeleteReusableDelegationSet",
                    "route53:DeleteVPCAssociationAuthorization",
                    "route53:DisableHostedZoneDNSSEC",
                    "route53:DisassociateVPCFromHostedZone",
                    "route53:EnableHostedZoneDNSSEC",
                    "route53:UpdateHealthCheck",
                    "route53:UpdateHostedZoneComment",
                ],
                Resource: [
                    route53("delegationset"),
                    route53("healthcheck"),
                    route53("hostedzone"),
                    `arn:${partition}:ec2:*:*:vpc/*`,
                ],
            },
            {
                // Registrations take no resource. Name servers and tags only: no domain is bought, moved or let go here.
                Sid: "DelegateDomains",
                Effect: "Allow",
                Action: [
                    "route53domains:DeleteTagsForDomain",
                    "route53domains:UpdateDomainNameservers",
                    "route53domains:UpdateTagsForDomain",
                ],
                Resource: ["*"],
            },
            {
                // Private zones are attached to networks.
                Sid: "ReadNetworks",
                Effect: "Allow",
                Action: ["ec2:DescribeRegions", "ec2:DescribeVpcs"],
                Resource: ["*"],
            },
        ];
    },
};
