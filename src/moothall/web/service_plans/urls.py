"""Yearly service plans, and the self-assessment scored before and after."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
