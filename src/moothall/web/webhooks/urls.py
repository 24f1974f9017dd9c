from django.urls import URLPattern, path

from moothall.web.webhooks import views

urlpatterns: list[URLPattern] = [
    path("", views.webhooks, name="webhooks"),
    path("add/", views.add, name="webhook-add"),
    path("<id:webhook>/", views.webhook, name="webhook"),
    path("<id:webhook>/change/", views.change, name="webhook-change"),
    path("<id:webhook>/test/", views.test, name="webhook-test"),
    path("<id:webhook>/end/", views.end, name="webhook-end"),
]
