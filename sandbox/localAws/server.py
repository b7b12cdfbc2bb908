"""Starts ministack with what this platform needs and ministack lacks: UpdateUser, changes of identity providers, and the
claims of a web identity's token beside aud and sub. A token's signature is not checked.

It is started with -I, so that neither PYTHON* settings nor modules of the working folder reach it.
"""

from ministack.app import main
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

if __name__ == "__main__":
    main()
