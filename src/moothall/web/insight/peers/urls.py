from django.urls import path

from moothall.web.insight.peers import views

urlpatterns = [
    path("", views.groups, name="peer-groups"),
    path("choose/", views.choose, name="peer-group-choose"),
    path("pick/", views.pick, name="peer-group-pick"),
    path("<id:group>/", views.group, name="peer-group"),
    path("<id:group>/end/", views.end, name="peer-group-end"),
]
