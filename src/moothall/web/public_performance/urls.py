"""How councils are doing, for their residents: open to anyone."""

from django.urls import URLPattern, path

from moothall.web.public_performance import views

urlpatterns: list[URLPattern] = [
    path("", views.councils, name="public-councils-performance"),
    path("<slug:organisation>/", views.council, name="public-performance"),
]
