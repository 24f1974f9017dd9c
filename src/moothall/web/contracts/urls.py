"""The contract register: /contracts/ is where officers work, /contracts/<council>/live/ where anyone reads."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.contracts import loading, parts, public, settings, suppliers, views, writing

urlpatterns: list[URLPattern] = [
    path("", views.register, name="contracts"),
    path("pipeline/", views.pipeline, name="contracts-pipeline"),
    path("notices/", loading.notices, name="contract-notices"),
    path("notices/<id:notice>/", loading.notice, name="contract-notice"),
    path("import/", loading.load, name="contracts-import"),
    path("import/<id:intake>/", loading.intake, name="contracts-intake"),
    path("settings/", settings.overview, name="contract-settings"),
    path("settings/set/", settings.change, name="contract-settings-set"),
    path("suppliers/<id:supplier>/", suppliers.one, name="supplier"),
    path("suppliers/<id:supplier>/change/", suppliers.change, name="supplier-change"),
    path("suppliers/<id:supplier>/same/", suppliers.same, name="supplier-same"),
    path("add/", writing.add, name="contract-add"),
    path("<id:contract>/", views.one, name="contract"),
    path("<id:contract>/change/", writing.change, name="contract-change"),
    path("<id:contract>/add/<slug:contract_part>/", parts.add, name="contract-part-add"),
    path("things/<slug:contract_thing>/<id:thing>/", parts.of_thing, name="contract-thing"),
    path("documents/<id:document>/download/", views.document, name="contract-document"),
    path("<slug:organisation>/live/", public.register, name="public-contracts"),
]
