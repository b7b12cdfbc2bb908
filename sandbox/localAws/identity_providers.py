"""Changes of OIDC identity providers, which ministack lacks."""

from ministack.services import iam


def _changing(action, change):
    """A call that changes an identity provider and answers nothing."""

    def handle(parameters):
        arn = iam._p(parameters, "OpenIDConnectProviderArn")
        provider = iam._oidc_providers.get(arn)
        if provider is None:
            return iam._error(404, "NoSuchEntity", f"OIDC provider {arn} not found.", ns="iam")
        change(provider, parameters)
        return iam._xml(200, f"{action}Response", "", ns="iam")

    return handle


def _add_client_id(provider, parameters):
    client = iam._p(parameters, "ClientID")
    if client not in provider["ClientIDList"]:
        provider["ClientIDList"].append(client)


def _remove_client_id(provider, parameters):
    client = iam._p(parameters, "ClientID")
    provider["ClientIDList"] = [one for one in provider["ClientIDList"] if one != client]


def _tag(provider, parameters):
    tags = {tag["Key"]: tag for tag in provider["Tags"] + iam._extract_tags(parameters)}
    provider["Tags"] = list(tags.values())


def _untag(provider, parameters):
    keys = iam._extract_tag_keys(parameters)
    provider["Tags"] = [tag for tag in provider["Tags"] if tag["Key"] not in keys]


def install():
    for action, change in (
        ("AddClientIDToOpenIDConnectProvider", _add_client_id),
        ("RemoveClientIDFromOpenIDConnectProvider", _remove_client_id),
        ("TagOpenIDConnectProvider", _tag),
        ("UntagOpenIDConnectProvider", _untag),
    ):
        iam._IAM_HANDLERS.setdefault(action, _changing(action, change))
