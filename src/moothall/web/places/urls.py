"""Places in published statistics: open to anyone."""

from django.urls import URLPattern, path

from moothall.web.places import views

urlpatterns: list[URLPattern] = [
    path("", views.places, name="places"),
    path("<place:code>/", views.place, name="place"),
]
