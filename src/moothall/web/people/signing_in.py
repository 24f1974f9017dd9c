"""What an administrator does to how somebody signs in, through allauth."""

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from moothall.core.actions import answerable
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.web.access import person_of


def send_link(request: HttpRequest, organisation: Organisation, whom: Person) -> None:
    """Sends a link to set a password. Raises NotPossible."""
    with change(person_of(request), "people.manage", "person.link_sent", organisation=organisation, on=whom):
        answerable(person_of(request), organisation, whom)
        if not whom.email:
            raise NotPossible(
                f"We have no e-mail address for {whom}: add them again with one, or with a password."
            )
        if not whom.is_active:
            raise NotPossible(f"{whom} cannot sign in at present: restore them first.")
        request_password_reset(request, whom.email, [whom], default_token_generator)


def codes_off(person: Person, organisation: Organisation, whom: Person) -> None:
    """Takes away the authenticator app and recovery codes of somebody who lost them. Raises NotPossible."""
    with change(
        person, "people.manage", "account.factor_removed", organisation=organisation, on=whom
    ) as entry:
        answerable(person, organisation, whom)
        if whom == person:
            raise NotPossible("Turn your own codes off on your account's page.")
        removed, _ = Authenticator.objects.filter(user=whom).delete()
        if not removed:
            raise NotPossible(f"{whom} signs in without a code.")
        entry.after = {"factor": "all, by an administrator"}
