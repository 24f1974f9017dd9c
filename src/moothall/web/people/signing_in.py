"""What an administrator does to how somebody signs in, through allauth."""

import logging

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from moothall.core.actions import answerable
from moothall.core.audit import change, record
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.web.access import person_of

log = logging.getLogger(__name__)


def send_link(request: HttpRequest, organisation: Organisation, whom: Person) -> None:
    """Sends a link to set a password. Raises NotPossible, also when the mail server does not take it."""
    person = person_of(request)
    with change(person, "people.manage", "person.link_sent", organisation=organisation, on=whom):
        answerable(person, organisation, whom)
        if not whom.email:
            raise NotPossible(
                f"We have no e-mail address for {whom}: add them again with one, or with a password."
            )
        if not whom.is_active:
            raise NotPossible(f"{whom} cannot sign in at present: restore them first.")
    try:  # after the transaction: nobody waits for a mail server with the database's lock in hand
        request_password_reset(request, whom.email, [whom], default_token_generator)
    except OSError as fault:  # so is every fault of smtplib
        log.exception("mail not sent")
        record(person, "person.link_failed", organisation=organisation, on=whom)
        raise NotPossible(
            f"The link could not be sent to {whom.email}: try again from their page, "
            "or ask whoever runs Moothall about its mail server."
        ) from fault


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
