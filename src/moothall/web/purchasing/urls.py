"""No purchase order, no order: /purchasing/ is where things are asked for, approved, ordered and matched."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.purchasing import settings, views, writing

urlpatterns: list[URLPattern] = [
    path("", views.listed, name="purchasing"),
    path("limits/", settings.limits, name="purchasing-limits"),
    path("exceptions/", views.exceptions, name="purchasing-exceptions"),
    path("add/", writing.add, name="requisition-add"),
    path("<id:requisition>/", views.one, name="requisition"),
    path("<id:requisition>/change/", writing.change, name="requisition-change"),
]
