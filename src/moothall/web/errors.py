"""The pages for what went wrong."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

WORTH_KEEPING = 4  # words


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.jinja", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Our own refusals are sentences for people; others are not shown."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "errors/403.jinja", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.jinja", status=404)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """An address that only takes forms, opened as a page: a reload, or an old bookmark."""
    page = render(request, "errors/405.jinja", status=405)
    page["Allow"] = allowed
    return page


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the token that shows it was ours: an old page, or another site."""
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    texts = (
        written(request) if own else []
    )  # words of another site are not shown as if they were the reader's
    return render(request, "errors/403.jinja", {"form_refused": True, "texts": texts}, status=403)


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """A form that came after its sender's sign-in had ended: what they wrote, to copy; else None."""
    texts = written(request)
    if not texts:
        return None
    where = request.get_full_path()
    return render(request, "errors/signed_out.jinja", {"texts": texts, "where": where}, status=403)


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody wrote in the form that they sent: each text of several words, with its field's name."""
    if request.method != "POST":
        return []
    return [
        (name.replace("-", " ").replace("_", " "), text)
        for name, texts in request.POST.lists()
        for text in texts
        if isinstance(text, str) and len(text.split()) >= WORTH_KEEPING and "password" not in name.casefold()
    ]


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/429.jinja", status=429)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a page that needs neither the database nor the person."""
    return HttpResponse(get_template("errors/500.html").render(), status=500)
