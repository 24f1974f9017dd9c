"""What every form of this room does when it is sent."""

from collections.abc import Callable

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
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = act(**form.cleaned_data)
    except NotPossible as fault:
        form.add_error(None, str(fault))
        return None
    messages.success(request, said)
    return redirect(made or to)
