"""The protocols of the services that the platform uses. ministack looks them up in botocore for the content type of each answer,
whose loading takes half of the local AWS's CPU time."""

from types import SimpleNamespace

from ministack.core import responses

# https://github.com/boto/botocore/tree/develop/botocore/data, `metadata` of each service
_METADATA = {
    "iam": {"protocol": "query"},
    "s3": {"protocol": "rest-xml"},
    "secretsmanager": {"protocol": "json", "jsonVersion": "1.1"},
    "sts": {"protocol": "query"},
}


def _with_known(find):
    def find_model(service):
        metadata = _METADATA.get(service)
        return find(service) if metadata is None else SimpleNamespace(metadata=metadata)

    return find_model


def install():
    responses._service_model = _with_known(responses._service_model)
