"""What is done when a form is sent, or a button pressed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moothall.core.errors import NotPossible


def sent(
    request: HttpRequest, form: forms.Form, act: Callable[..., str | None], said: str, to: str = ""
) -> HttpResponse | None:
    """Acts with what the form holds, says so and goes to an address (where `act` gives one, to that instead).

    None while the form is still to be sent, or has something to mend.
    """
    return acted(request, form, lambda: act(**form.cleaned_data), said, to)


def acted(
    request: HttpRequest, form: forms.Form, act: Callable[[], str | None], said: str, to: str = ""
) -> HttpResponse | None:
    """The same where `act` takes from the form itself what it needs."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = act()
    except NotPossible as fault:
        form.add_error(None, str(fault))
        return None
    messages.success(request, said)
    return redirect(made or to)


@contextmanager
def told(request: HttpRequest) -> Iterator[None]:
    """What is not possible is said on the next page: for a button, which has no form to say it beside."""
    try:
        yield
    except NotPossible as why:
        messages.error(request, str(why))
