"""Committee reports, officer decision notices and the forward plan."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
