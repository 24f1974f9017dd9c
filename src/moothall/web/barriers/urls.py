"""What stands in the council's way, what is asked of whom, and what came of it."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
