from django.urls import URLPattern, path

from moothall.web.direction import owners, views

urlpatterns: list[URLPattern] = [
    path("", views.priorities, name="priorities"),
    path("add/", views.add, name="priority-add"),
    *(
        path(f"corporate-plan.{kind}", views.file, {"kind": kind}, name=f"corporate-plan-{kind}")
        for kind in views.FILES
    ),
    path("<id:priority>/", views.priority, name="priority"),
    path("<id:priority>/change/", views.edit, name="priority-edit"),
    path("<id:priority>/measures/", views.measures, name="priority-measures"),
    path("<id:priority>/end/", views.end, name="priority-end"),
    path("owners/", owners.owners, name="owners"),
    path("owners/<slug:measure>/", owners.owner, name="owner"),
    path("services/", owners.services, name="services"),
    path("services/add/", owners.add_service, name="service-add"),
]
