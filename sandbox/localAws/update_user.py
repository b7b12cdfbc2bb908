"""UpdateUser, which ministack lacks."""

from ministack.services import iam


def update_user(parameters):
    """Moves a user to another path; its keys, policies, groups and unique id stay.

    A new name is refused: this platform never renames.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
    """
    name = iam._p(parameters, "UserName")
    path = iam._p(parameters, "NewPath")
    user = iam._users.get(name)
    if user is None:
        return iam._error(
            404, "NoSuchEntity", f"The user with name {name} cannot be found.", ns="iam"
        )
    if iam._p(parameters, "NewUserName") not in ("", name):
        return iam._error(400, "InvalidInput", "The local AWS renames no user.", ns="iam")
    if path:
        if not (path.startswith("/") and path.endswith("/")):
            return iam._error(
                400, "ValidationError", f"The path {path} must begin and end with /", ns="iam"
            )
        account = user["Arn"].split(":")[4]
        user["Path"] = path
        user["Arn"] = f"arn:aws:iam::{account}:user{path}{name}"
    return iam._xml(200, "UpdateUserResponse", "", ns="iam")


def install():
    iam._IAM_HANDLERS.setdefault("UpdateUser", update_user)
