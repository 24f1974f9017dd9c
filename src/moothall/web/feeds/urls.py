"""Feeds: /feeds/."""

from django.urls import path

from moothall.web.feeds import views

urlpatterns = [
    path("", views.feeds, name="feeds"),
    path("new/", views.choose, name="feed-choose"),
    path("new/<slug:plugin>/", views.new, name="feed-new"),
    path("<id:feed_setup>/", views.one, name="feed"),
    path("<id:feed_setup>/change/", views.change, name="feed-change"),
    path("<id:feed_setup>/measures/", views.measures, name="feed-measures"),
    path("<id:feed_setup>/run/", views.run, name="feed-run-now"),
    path("<id:feed_setup>/check/", views.check, name="feed-check"),
    path("<id:feed_setup>/active/", views.active, name="feed-active"),
    path("<id:feed_setup>/runs/<id:feed_run>/", views.one_run, name="feed-run"),
]
