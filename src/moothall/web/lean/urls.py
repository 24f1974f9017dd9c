"""Lean: processes step by step, before and after, and measures worked out from two others."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.lean import drawing, ratios, views, writing

urlpatterns: list[URLPattern] = [
    path("", views.processes, name="lean"),
    path("add/", writing.add, name="process-add"),
    path("measures/", ratios.every, name="derived-measures"),
    path("measures/add/", ratios.add, name="derived-add"),
    path("measures/<slug:derived>/", ratios.one, name="derived"),
    path("measures/<slug:derived>/derived.csv", ratios.csv, name="derived-csv"),
    path("measures/<slug:derived>/end/", ratios.end, name="derived-end"),
    path("<id:process>/", views.one, name="process"),
    path("<id:process>/steps.csv", views.csv, name="process-csv"),
    *(
        path(f"<id:process>/process.{kind}", views.report, {"kind": kind}, name=f"process-{kind}")
        for kind in views.KINDS
    ),
    path("<id:process>/change/", writing.edit, name="process-change"),
    path("<id:process>/rate/", writing.rate, name="process-rate"),
    path("<id:process>/end/", writing.end, name="process-end"),
    path("<id:process>/map/<slug:side>/", drawing.draw, name="process-map"),
]
