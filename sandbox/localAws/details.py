"""Authorization details and lists as AWS gives them, where ministack leaves something out."""

from ministack.services import iam


def _empty_list(action, element):
    """A list of what can't be made here, so that none is there."""

    def handle(_parameters):
        inner = f"<{action}Result><{element}/><IsTruncated>false</IsTruncated></{action}Result>"
        return iam._xml(200, f"{action}Response", inner, ns="iam")

    return handle


def _with_boundaries(handler):
    """Adds the boundaries of users and roles to authorization details.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
    """

    def complete(parameters):
        status, headers, body = handler(parameters)
        text = body.decode("utf-8")
        for kind, entities in (("User", iam._users), ("Role", iam._roles)):
            for name, entity in entities.items():
                arn = entity.get("PermissionsBoundary")
                if not arn:
                    continue
                # A detail begins with its path or its name; both are followed by the id, which is unique.
                own_id = f"<{kind}Id>{entity[kind + 'Id']}</{kind}Id>"
                boundary = (
                    "<PermissionsBoundary>"
                    "<PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType>"
                    f"<PermissionsBoundaryArn>{arn}</PermissionsBoundaryArn>"
                    "</PermissionsBoundary>"
                )
                text = text.replace(own_id, own_id + boundary)
        return status, headers, text.encode("utf-8")

    return complete


def install():
    for action, element in (
        ("ListSSHPublicKeys", "SSHPublicKeys"),
        ("ListSigningCertificates", "Certificates"),
        ("ListServiceSpecificCredentials", "ServiceSpecificCredentials"),
    ):
        iam._IAM_HANDLERS.setdefault(action, _empty_list(action, element))
    details = "GetAccountAuthorizationDetails"
    iam._IAM_HANDLERS[details] = _with_boundaries(iam._IAM_HANDLERS[details])
