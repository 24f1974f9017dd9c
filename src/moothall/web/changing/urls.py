from django.urls import URLPattern, path

from moothall.web.changing import councils, services, year

urlpatterns: list[URLPattern] = [
    path("", services.changing, name="changing"),
    path("year/", year.turn, name="year-turn"),
    path("services/", services.restructure, name="restructure"),
    path("services/<id:restructure>/", services.moved, name="restructured"),
    path("councils/", councils.declare, name="reorganise"),
    path("before/<place:area>/", councils.before, name="before"),
    path("before/<place:area>/<slug:measure>/", councils.joined, name="joined"),
]
