"""What others recommended to the council, and what became of it."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.recommendations import views

urlpatterns: list[URLPattern] = [
    path("", views.recommendations, name="recommendations"),
    path("record/", views.record, name="recommendation-record"),
    *(
        path(f"recommendations.{kind}", views.file, {"kind": kind}, name=f"recommendations-{kind}")
        for kind in views.KINDS
    ),
    path("<id:recommendation>/", views.recommendation, name="recommendation"),
    path("<id:recommendation>/say/", views.step, name="recommendation-say"),
    path("<id:recommendation>/action/", views.agree, name="recommendation-action"),
]
