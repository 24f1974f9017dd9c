"""Statutory returns: what is due to whom by when, and the proof that it went."""

from django.urls import path

from moothall.web.returns import feeds, views

urlpatterns = [
    path("returns/", views.calendar, name="returns"),
    path("returns/all/", views.every, name="returns-all"),
    path("returns/add/", views.choose, name="return-choose"),
    path("returns/add/<slug:known>/", views.add, name="return-add"),
    path("returns/<id:statutory_return>/", views.one, name="return"),
    path("returns/<id:statutory_return>/change/", views.change, name="return-change"),
    path("returns/<id:statutory_return>/end/", views.end, name="return-end"),
    path("returns/<id:statutory_return>/<date:period>/submit/", views.submit, name="return-submit"),
    path("returns/<id:statutory_return>/<date:period>/due/", views.due, name="return-due"),
    path("returns/evidence/<id:submission>/download/", views.evidence, name="return-evidence"),
    path("returns/feeds/", feeds.feeds, name="return-feeds"),
    path("returns/feeds/<id:feed>/end/", feeds.end, name="return-feed-end"),
    path("returns/calendar/<slug:token>.ics", feeds.ics, name="return-calendar-feed"),
]
