"""The quarterly report: written, approved and published here; published ones are for anyone."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.quarterly import public, views

urlpatterns: list[URLPattern] = [
    path("", views.reports, name="quarterly"),
    path("begin/", views.begin, name="quarterly-begin"),
    path("<id:quarterly_report>/", views.report, name="quarterly-report"),
    path("<id:quarterly_report>/introduction/", views.introduce, name="quarterly-introduction"),
    path("<id:quarterly_report>/approve/", views.approve, name="quarterly-approve"),
    path("<id:quarterly_report>/publish/", views.publish, name="quarterly-publish"),
    *(
        path(f"<id:quarterly_report>/report.{kind}", views.file, {"kind": kind}, name=f"quarterly-{kind}")
        for kind in views.KINDS
    ),
    path("published/<slug:organisation>/", public.published, name="public-quarterly"),
    path("published/<slug:organisation>/<date:quarter>/", public.report, name="public-quarterly-report"),
    *(
        path(
            f"published/<slug:organisation>/<date:quarter>/report.{kind}",
            public.file,
            {"kind": kind},
            name=f"public-quarterly-{kind}",
        )
        for kind in views.KINDS
    ),
]
