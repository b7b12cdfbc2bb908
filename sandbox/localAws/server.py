"""Starts ministack with what this platform needs and ministack lacks: UpdateUser, changes of identity providers, and the
claims of a web identity's token beside aud and sub. A token's signature is not checked. Further, the lists of credentials that it
can't make (so that none is there), the permissions boundaries in authorization details, and, where policies are evaluated, the paths
in ARNs and the condition keys by which PSKIamProfilesRole is limited.

It is started with -I, so that neither PYTHON* settings nor modules of the working folder reach it.
"""

from contextvars import ContextVar

from ministack.app import main
from ministack.core import iam_actions, iam_evaluator
from ministack.services import iam, sts
from ministack.services.cognito import _decode_id_token_unverified


def update_user(parameters):
    """Moves a user to another path; its keys, policies, groups and unique id stay.

    A new name is refused: this platform never renames.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
    """

    def value(name):
        values = parameters.get(name) or [""]
        return values[0]

    name = value("UserName")
    path = value("NewPath")
    user = iam._users.get(name)
    if user is None:
        return iam._error(
            404, "NoSuchEntity", f"The user with name {name} cannot be found.", ns="iam"
        )
    if value("NewUserName") not in ("", name):
        return iam._error(
            400, "InvalidInput", "The local AWS renames no user.", ns="iam"
        )
    if path:
        if not (path.startswith("/") and path.endswith("/")):
            return iam._error(
                400, "ValidationError", f"The path {path} must begin and end with /", ns="iam"
            )
        account = user["Arn"].split(":")[4]
        user["Path"] = path
        user["Arn"] = f"arn:aws:iam::{account}:user{path}{name}"
    return iam._xml(200, "UpdateUserResponse", "", ns="iam")


def changes_provider(action, change):
    """A call that changes an identity provider and answers nothing."""

    def handle(parameters):
        arn = iam._p(parameters, "OpenIDConnectProviderArn")
        provider = iam._oidc_providers.get(arn)
        if provider is None:
            return iam._error(404, "NoSuchEntity", f"OIDC provider {arn} not found.", ns="iam")
        change(provider, parameters)
        return iam._xml(200, f"{action}Response", "", ns="iam")

    iam._IAM_HANDLERS.setdefault(action, handle)


def add_client_id(provider, parameters):
    client = iam._p(parameters, "ClientID")
    if client not in provider["ClientIDList"]:
        provider["ClientIDList"].append(client)


def remove_client_id(provider, parameters):
    client = iam._p(parameters, "ClientID")
    provider["ClientIDList"] = [one for one in provider["ClientIDList"] if one != client]


def tag_provider(provider, parameters):
    tags = {tag["Key"]: tag for tag in provider["Tags"] + iam._extract_tags(parameters)}
    provider["Tags"] = list(tags.values())


def untag_provider(provider, parameters):
    keys = iam._extract_tag_keys(parameters)
    provider["Tags"] = [tag for tag in provider["Tags"] if tag["Key"] not in keys]


# Claims that IAM takes as condition keys, of GitHub's tokens.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
FURTHER_CLAIMS = {
    "token.actions.githubusercontent.com": ("repository", "repository_id", "ref", "environment"),
}
TAGS = "https://aws.amazon.com/tags"
web_identity_principal = sts._web_identity_principal


def with_further_claims(token, provider_id, role_arn):
    """The condition keys of a token, with its further claims and its session tags."""
    principal, keys = web_identity_principal(token, provider_id, role_arn)
    try:
        claims = _decode_id_token_unverified(token)
    except (ValueError, TypeError):
        return principal, keys
    if not isinstance(claims, dict):
        return principal, keys
    host = str(claims.get("iss", "")).split("://", 1)[-1]
    for claim in FURTHER_CLAIMS.get(host, ()):
        if claim in claims:
            keys[f"{host}:{claim}"] = claims[claim]
    for key, values in claims.get(TAGS, {}).get("principal_tags", {}).items():
        keys[f"aws:requesttag/{key}".lower()] = values[0]
    return principal, keys


iam._IAM_HANDLERS.setdefault("UpdateUser", update_user)
changes_provider("AddClientIDToOpenIDConnectProvider", add_client_id)
changes_provider("RemoveClientIDFromOpenIDConnectProvider", remove_client_id)
changes_provider("TagOpenIDConnectProvider", tag_provider)
changes_provider("UntagOpenIDConnectProvider", untag_provider)
sts._web_identity_principal = with_further_claims


def empty_list(action, element):
    """A list of what can't be made here."""

    def handler(_parameters):
        inner = f"<{action}Result><{element}/><IsTruncated>false</IsTruncated></{action}Result>"
        return iam._xml(200, f"{action}Response", inner, ns="iam")

    return handler


def with_boundaries(handler):
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


# What a request sets as a boundary, if it does.
requested_boundary = ContextVar("requested_boundary", default=None)

by_kind = {"user": iam._users, "role": iam._roles, "group": iam._groups}


def entity_of(arn):
    """The user, role or group of an ARN, whether or not the ARN has its path."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] != "iam" or "/" not in parts[5]:
        return None
    kind, name = parts[5].split("/", 1)[0], parts[5].rsplit("/", 1)[1]
    entities = by_kind.get(kind)
    return None if entities is None else entities.get_scoped(parts[4], None, name)


def with_paths(extract):
    """Adds the path to the ARN of a user, role or group: the one that it has, or is created with.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """

    def value(params, name):
        values = params.get(name)
        return values[0] if isinstance(values, list) and values else values

    def complete(service, method, path, headers, body, query_params, *rest):
        arn = extract(service, method, path, headers, body, query_params, *rest)
        if service != "iam":
            return arn
        requested_boundary.set(value(query_params, "PermissionsBoundary"))
        action = value(query_params, "Action") or ""
        if action == "CreatePolicy":
            name = value(query_params, "PolicyName")
            account = rest[1] if len(rest) > 1 else ""
            return f"arn:aws:iam::{account}:policy{value(query_params, 'Path') or '/'}{name}"
        if action in ("CreateUser", "CreateRole", "CreateGroup"):
            head, name = arn.rsplit("/", 1)
            return f"{head}{value(query_params, 'Path') or '/'}{name}"
        entity = entity_of(arn)
        return arn if entity is None else entity["Arn"]

    return complete


def with_keys(resolve):
    """aws:PrincipalArn is the role's ARN, with its path, for its sessions; iam:PermissionsBoundary is the role's boundary, or the
    one that a request sets.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    """

    def complete(key, ctx):
        name = key.lower()
        if name == "aws:principalarn" and ":assumed-role/" in ctx.principal_arn:
            account = ctx.principal_arn.split(":")[4]
            role = iam._roles.get_scoped(account, None, ctx.principal_arn.split("/")[1])
            return ctx.principal_arn if role is None else role["Arn"]
        if name == "iam:permissionsboundary":
            entity = entity_of(ctx.resource_arn) or {}
            return requested_boundary.get() or entity.get("PermissionsBoundary")
        return resolve(key, ctx)

    return complete


iam_actions.extract_resource_arn = with_paths(iam_actions.extract_resource_arn)
iam_evaluator._resolve_condition_key = with_keys(iam_evaluator._resolve_condition_key)

for action, element in (
    ("ListSSHPublicKeys", "SSHPublicKeys"),
    ("ListSigningCertificates", "Certificates"),
    ("ListServiceSpecificCredentials", "ServiceSpecificCredentials"),
):
    iam._IAM_HANDLERS.setdefault(action, empty_list(action, element))
details = "GetAccountAuthorizationDetails"
iam._IAM_HANDLERS[details] = with_boundaries(iam._IAM_HANDLERS[details])

if __name__ == "__main__":
    main()
