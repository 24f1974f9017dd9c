"""What is exempt from the public: under which paragraph, and why."""

from dataclasses import dataclass

from moothall.core.errors import NotPossible
from moothall.core.wording import prose_or_none
from moothall.plan.committee.models import Exempt
from moothall.reference.committee import exemptions


@dataclass(frozen=True, slots=True)
class Secret:
    """That something is exempt: under which paragraph of Schedule 12A, and why. 0: it is public."""

    paragraph: int = 0
    reason: str = ""


OPEN = Secret()


def make_secret(it: Exempt, secret: Secret) -> None:
    """Says of a part that it is exempt, or public. Raises NotPossible without a paragraph of the law and a reason."""
    if not secret.paragraph:
        it.exempt_paragraph, it.exempt_reason = 0, ""
        return
    if secret.paragraph not in {one.paragraph for one in exemptions()}:
        raise NotPossible("An exempt part stands on one of paragraphs 1 to 7 of Schedule 12A: choose one.")
    it.exempt_paragraph = secret.paragraph
    it.exempt_reason = prose_or_none(secret.reason, "the reason", 500)
    if not it.exempt_reason:
        raise NotPossible("Say why the public interest is in keeping it exempt: that reason is public.")
