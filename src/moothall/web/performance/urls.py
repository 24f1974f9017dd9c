from django.urls import URLPattern, path

from moothall.web.performance import channels, commentary, mine, one, scenarios, views

urlpatterns: list[URLPattern] = [
    path("", views.scorecard, name="scorecard"),
    path("marks/<id:event>/withdraw/", one.withdraw, name="mark-withdraw"),
    path("commentary/", commentary.commentaries, name="commentaries"),
    path("commentary/<id:commentary>/", commentary.one, name="commentary"),
    path("channel-shift/", channels.shift, name="channel-shift"),
    path("methods/", views.methods, name="measure-methods"),
    path("mine/", mine.mine, name="mine"),
    path("<slug:measure>/", one.measured, name="measured"),
    path("<slug:measure>/commentary/", commentary.through_time, name="commentary-of"),
    path("<slug:measure>/commentary/<date:told>/", commentary.write, name="commentary-write"),
    path("<slug:measure>/mark/", one.mark, name="mark"),
    path("<slug:measure>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("<slug:measure>/scenarios.csv", scenarios.scenarios_csv, name="scenarios-csv"),
    path("<slug:measure>/target/", views.target, name="target"),
]
