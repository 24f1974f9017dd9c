"""Statutory returns: what is due to whom by when, and the proof that it went."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
