"""Data collection: what is due from whom, values returned and signed off."""

from django.urls import path

from moothall.web.collection import asking, templates, views

urlpatterns = [
    path("", views.collection, name="collection"),
    path("sign-off/", views.sign_off, name="collection-sign-off"),
    path("services/<slug:from_service>/", templates.service, name="collection-service"),
    path("services/<slug:from_service>/<date:ends>.xlsx", templates.template, name="collection-template"),
    path("templates.zip", templates.archive, name="collection-templates"),
    path("templates/send/", templates.send, name="collection-send"),
    path("asks/", asking.asks, name="collection-asks"),
    path("asks/rules/", asking.rules, name="collection-rules"),
    path("asks/add/<slug:from_service>/", asking.add, name="collection-ask-add"),
    path("asks/<id:asked>/", asking.change, name="collection-ask"),
    path("asks/<id:asked>/end/", asking.end, name="collection-ask-end"),
    path("<id:asked>/<date:begins>/", views.enter, name="collection-enter"),
    path("<id:asked>/<date:begins>/check/", views.check, name="collection-check"),
    path("<id:asked>/<date:begins>/send-back/", views.send_back, name="collection-send-back"),
]
