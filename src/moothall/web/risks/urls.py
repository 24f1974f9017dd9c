"""Risk registers: what could go wrong, how far the council accepts that, and what is done about it."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.risks import moving, settings, treating, views, writing

urlpatterns: list[URLPattern] = [
    path("", views.register, name="risks"),
    path("heat-map/", views.heat, name="risks-heat"),
    path("register.csv", views.csv, name="risks-csv"),
    *(
        path(f"report.{kind}", views.report, {"kind": kind}, name=f"risks-report-{kind}")
        for kind in views.KINDS
    ),
    path("near-misses/", views.near_misses, name="near-misses"),
    path("near-misses/add/", writing.near_miss, name="near-miss-add"),
    path("settings/", settings.overview, name="risk-settings"),
    path("settings/matrix/", settings.matrix, name="risk-matrix"),
    path("settings/categories/usual/", settings.usual, name="risk-categories-usual"),
    path("settings/categories/add/", settings.add_category, name="risk-category-add"),
    path("settings/categories/<id:category>/", settings.appetite, name="risk-category"),
    path("settings/categories/<id:category>/end/", settings.end_category, name="risk-category-end"),
    path("add/", writing.add, name="risk-add"),
    path("proposals/<id:proposal>/", moving.decide, name="risk-proposal"),
    path("controls/<id:control>/", treating.control_change, name="risk-control"),
    path("controls/<id:control>/end/", treating.control_end, name="risk-control-end"),
    path("controls/<id:control>/assurance/", treating.assurance, name="risk-assurance"),
    path("links/<id:link>/end/", treating.link_end, name="risk-link-end"),
    path("<id:risk>/", views.one, name="risk"),
    path("<id:risk>/change/", writing.edit, name="risk-change"),
    path("<id:risk>/score/", writing.score, name="risk-score"),
    path("<id:risk>/review/", writing.review, name="risk-review"),
    path("<id:risk>/level/", moving.level, name="risk-level"),
    path("<id:risk>/close/", moving.close, name="risk-close"),
    path("<id:risk>/open/", moving.reopen, name="risk-open"),
    path("<id:risk>/control/", treating.control, name="risk-control-add"),
    path("<id:risk>/action/", treating.action, name="risk-action"),
    path("<id:risk>/measure/", treating.link, name="risk-measure"),
]
