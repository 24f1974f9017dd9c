"""The sector review: every council's plan read at once, themes, gaps and good practice."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
