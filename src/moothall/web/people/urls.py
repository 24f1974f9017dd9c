"""People, roles and the audit."""

from django.urls import path

from moothall.web.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("audit/", views.audit, name="audit"),
]
