from django.urls import include, path

from moothall.web.insight import views

urlpatterns = [
    path("measures/", views.measures, name="measures"),
    path("measures/<slug:measure>/", views.measure, name="measure"),
    path("measures/<slug:measure>/<place:code>/", views.benchmark, name="benchmark"),
    path("measures/<slug:measure>/<place:code>/benchmark.csv", views.benchmark_csv, name="benchmark-csv"),
    path("measures/<slug:measure>/<place:code>/benchmark.json", views.benchmark_json, name="benchmark-json"),
    path("explore/", include("moothall.web.insight.explorer.urls")),
    path("explore/peers/", include("moothall.web.insight.peers.urls")),
]
