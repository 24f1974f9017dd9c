"""People, roles and the audit."""

from django.urls import path

from moothall.web.people import audit, views

urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add, name="person-add"),
    path("roles/", views.roles, name="roles"),
    path("audit/", audit.audit, name="audit"),
    path("audit/download/", audit.download, name="audit-download"),
    path("<int:person>/", views.person, name="person"),
    path("<int:person>/role/", views.give_role, name="role-give"),
    path("<int:person>/role/<int:membership>/end/", views.end_role, name="role-end"),
    path("<int:person>/stop/", views.stop, name="person-stop"),
    path("<int:person>/restore/", views.restore, name="person-restore"),
    path("<int:person>/link/", views.send_link, name="person-link"),
    path("<int:person>/codes-off/", views.codes_off, name="person-codes-off"),
]
