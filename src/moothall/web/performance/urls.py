from django.urls import URLPattern, path

from moothall.web.performance import commentary, one, views

urlpatterns: list[URLPattern] = [
    path("", views.scorecard, name="scorecard"),
    path("marks/<id:event>/withdraw/", one.withdraw, name="mark-withdraw"),
    path("commentary/", commentary.commentaries, name="commentaries"),
    path("commentary/<id:commentary>/", commentary.one, name="commentary"),
    path("<slug:measure>/", one.measured, name="measured"),
    path("<slug:measure>/commentary/", commentary.through_time, name="commentary-of"),
    path("<slug:measure>/commentary/<date:told>/", commentary.write, name="commentary-write"),
    path("<slug:measure>/mark/", one.mark, name="mark"),
    path("<slug:measure>/target/", views.target, name="target"),
]
