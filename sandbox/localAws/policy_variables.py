"""Variables in the resources of a policy, such as ${aws:username}."""

import dataclasses
import re

from ministack.core import iam_evaluator

_VARIABLE = re.compile(r"\$\{([\w:/.@-]+)\}")


def _with_variables(first_match):
    """Each variable stands for the request's value of the key. One that has none stays, and so matches no ARN.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """

    def complete(ctx, statements, effect):
        def value(found):
            known = iam_evaluator._resolve_condition_key(found[1], ctx)
            return known if isinstance(known, str) else found[0]

        def filled(statement):
            texts = statement.resources + statement.not_resources
            if not any("${" in text for text in texts):
                return statement
            return dataclasses.replace(
                statement,
                resources=[_VARIABLE.sub(value, text) for text in statement.resources],
                not_resources=[_VARIABLE.sub(value, text) for text in statement.not_resources],
            )

        return first_match(ctx, [filled(statement) for statement in statements], effect)

    return complete


def install():
    iam_evaluator._first_match = _with_variables(iam_evaluator._first_match)
