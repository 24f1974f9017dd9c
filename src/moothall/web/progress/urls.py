"""The plan's progress: /progress/ is where it is kept, /plan/…/progress/ where residents read it."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.progress import commitments, public, reports, work

_PUBLIC = "plan/<slug:organisation>/<slug:slug>/progress/"

urlpatterns: list[URLPattern] = [
    path("progress/", work.board, name="progress"),
    path("progress/add/", commitments.add, name="commitment-add"),
    path("progress/from-plan/<id:plan>/<id:number>/", work.from_plan, name="progress-from-plan"),
    path("progress/reports/<id:plan>/<id:year>/", reports.preview, name="progress-report"),
    path("progress/reports/<id:plan>/<id:year>/publish/", reports.publish, name="progress-publish"),
    path("commitments/<id:commitment>/", commitments.one, name="commitment"),
    path("commitments/<id:commitment>/change/", commitments.edit, name="commitment-change"),
    path("commitments/<id:commitment>/update/", commitments.update, name="commitment-update"),
    path("commitments/<id:commitment>/drop/", commitments.drop, name="commitment-drop"),
    path("commitments/<id:commitment>/carry/", commitments.carry, name="commitment-carry"),
    path(_PUBLIC, public.progress, name="public-progress"),
    path(f"{_PUBLIC}<id:year>/", public.report, name="public-progress-report"),
    *(
        path(f"{_PUBLIC}<id:year>/report.{kind}", public.file, {"kind": kind}, name=f"public-progress-{kind}")
        for kind in public.KINDS
    ),
]
