from django.urls import URLPattern, path

from moothall.web.performance import one, views

urlpatterns: list[URLPattern] = [
    path("", views.scorecard, name="scorecard"),
    path("marks/<id:event>/withdraw/", one.withdraw, name="mark-withdraw"),
    path("<slug:measure>/", one.measured, name="measured"),
    path("<slug:measure>/mark/", one.mark, name="mark"),
    path("<slug:measure>/target/", views.target, name="target"),
]
