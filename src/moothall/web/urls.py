"""Every route of the site, one list a room."""

from django.urls import include, path

from moothall.web import converters, home

converters.register()

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("about/", include("moothall.web.about.urls")),
    path("account/", include("moothall.web.accounts.urls")),
    path("people/", include("moothall.web.people.urls")),
    path("", include("moothall.web.figures.urls")),
    path("", include("moothall.web.insight.urls")),
    path("places/", include("moothall.web.places.urls")),
    path("costs/", include("moothall.web.costs.urls")),
    path("how/", include("moothall.web.public_performance.urls")),
    path("scorecard/", include("moothall.web.performance.urls")),
    path("priorities/", include("moothall.web.direction.urls")),
    path("", include("moothall.web.plan.urls")),
    path("", include("moothall.web.progress.urls")),
    path("", include("moothall.web.barriers.urls")),
    path("", include("moothall.web.committee.urls")),
    path("", include("moothall.web.returns.urls")),
    path("service-plans/", include("moothall.web.service_plans.urls")),
    path("clinics/", include("moothall.web.clinics.urls")),
    path("collection/", include("moothall.web.collection.urls")),
    path("quarterly/", include("moothall.web.quarterly.urls")),
    path("recommendations/", include("moothall.web.recommendations.urls")),
    path("sector/", include("moothall.web.sector.urls")),
    path("risks/", include("moothall.web.risks.urls")),
    path("lean/", include("moothall.web.lean.urls")),
    path("contracts/", include("moothall.web.contracts.urls")),
    path("", include("moothall.web.transparency.urls")),
    path("spend/", include("moothall.web.spend.urls")),
    path("purchasing/", include("moothall.web.purchasing.urls")),
    path("feeds/", include("moothall.web.feeds.urls")),
    path("changing/", include("moothall.web.changing.urls")),
    path("webhooks/", include("moothall.web.webhooks.urls")),
    path("api/", include("moothall.web.api.urls")),
]
handler400 = "moothall.web.errors.bad_request"
handler403 = "moothall.web.errors.forbidden"
handler404 = "moothall.web.errors.not_found"
handler429 = "moothall.web.errors.too_many"  # not Django's: allauth asks for it
handler500 = "moothall.web.errors.fault"
