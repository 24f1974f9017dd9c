"""Performance clinics: the agenda made by rule, live minutes, decisions and actions, and the pack."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.clinics import views

urlpatterns: list[URLPattern] = [
    path("", views.clinics, name="clinics"),
    path("plan/", views.plan, name="clinic-plan"),
    path("<id:clinic>/", views.clinic, name="clinic"),
    path("<id:clinic>/begin/", views.begin, name="clinic-begin"),
    path("<id:clinic>/add/", views.add, name="clinic-add"),
    path("<id:clinic>/renew/", views.renew, name="clinic-renew"),
    path("<id:clinic>/close/", views.close, name="clinic-close"),
    *(
        path(f"<id:clinic>/pack.{kind}", views.pack, {"kind": kind}, name=f"clinic-pack-{kind}")
        for kind in views.KINDS
    ),
    path("items/<id:item>/", views.minute, name="clinic-item"),
    path("items/<id:item>/action/", views.agree, name="clinic-action"),
]
