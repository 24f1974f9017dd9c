"""The Jinja environment of every page."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options: Any) -> Environment:
    """Pages come from `templates/`, form controls from GOV.UK Frontend's macros."""
    options.pop("loader", None)
    options.pop("autoescape", None)
    made = Environment(
        autoescape=True,
        loader=ChoiceLoader(
            [
                PackageLoader("moothall.web"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    made.filters["moment"] = moment
    made.globals.update(static=_static, url=_url, upload_limit=settings.UPLOAD_LIMIT)
    return made


def moment(at: datetime) -> str:
    """A moment as people write it, in the council's time zone: 3 April 2026, 09:05."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M}"


@cache
def _static(path: str) -> str:
    """The address of a static file, its content's hash in it, so that browsers may keep it for ever."""
    found = finders.find(path)
    if not found:
        return static(path)
    return f"{static(path)}?v={hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]}"


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
