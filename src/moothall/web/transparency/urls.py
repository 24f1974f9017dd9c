"""The Transparency Code: transparency/ is where officers work, spending/ where anyone reads."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.transparency import public, views

urlpatterns: list[URLPattern] = [
    path("transparency/", views.overview, name="transparency"),
    path("transparency/new/", views.new, name="transparency-new"),
    path("transparency/<id:transparency_check>/", views.check, name="transparency-check"),
    path("transparency/sets/<id:published_set>/", views.edition, name="transparency-set"),
    path("spending/", public.councils, name="public-spending-councils"),
    path("spending/<slug:organisation>/", public.council, name="public-spending"),
    path("spending/<slug:organisation>/payments/", public.payments, name="public-payments"),
    path("spending/<slug:organisation>/<id:published_set>/", public.file, name="public-spending-file"),
    path("spending/<slug:organisation>/<id:published_set>.csv", public.file_csv, name="public-spending-csv"),
]
