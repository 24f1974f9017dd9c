from django.urls import URLPattern, path

from moothall.web.performance import views

urlpatterns: list[URLPattern] = [
    path("", views.scorecard, name="scorecard"),
    path("<slug:measure>/target/", views.target, name="target"),
]
