"""People, roles and the audit."""

from django.urls import path

from moothall.web.people import audit, views

urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add, name="person-add"),
    path("roles/", views.roles, name="roles"),
    path("audit/", audit.audit, name="audit"),
    path("audit/download/", audit.download, name="audit-download"),
    path("<id:person>/", views.person, name="person"),
    path("<id:person>/role/", views.give_role, name="role-give"),
    path("<id:person>/role/<id:membership>/end/", views.end_role, name="role-end"),
    path("<id:person>/stop/", views.stop, name="person-stop"),
    path("<id:person>/restore/", views.restore, name="person-restore"),
    path("<id:person>/link/", views.send_link, name="person-link"),
    path("<id:person>/codes-off/", views.codes_off, name="person-codes-off"),
]
