"""Claims of a web identity's token beside aud and sub, as condition keys. A token's signature is not checked."""

from ministack.services import sts
from ministack.services.cognito import _decode_id_token_unverified

# Claims that IAM takes as condition keys, of GitHub's tokens.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
_FURTHER_CLAIMS = {
    "token.actions.githubusercontent.com": ("repository", "repository_id", "ref", "environment"),
}
_TAGS = "https://aws.amazon.com/tags"


def _with_further_claims(principal_of):
    """The condition keys of a token, with its further claims and its session tags."""

    def complete(token, provider_id, role_arn):
        principal, keys = principal_of(token, provider_id, role_arn)
        try:
            claims = _decode_id_token_unverified(token)
        except (ValueError, TypeError):
            return principal, keys
        if not isinstance(claims, dict):
            return principal, keys
        host = str(claims.get("iss", "")).split("://", 1)[-1]
        for claim in _FURTHER_CLAIMS.get(host, ()):
            if claim in claims:
                keys[f"{host}:{claim}"] = claims[claim]
        for key, values in claims.get(_TAGS, {}).get("principal_tags", {}).items():
            keys[f"aws:requesttag/{key}".lower()] = values[0]
        return principal, keys

    return complete


def install():
    sts._web_identity_principal = _with_further_claims(sts._web_identity_principal)
