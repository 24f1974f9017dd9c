"""The plan's progress: what was promised, what happened, and the yearly report that says so."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
