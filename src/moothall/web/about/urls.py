"""Pages about the site itself."""

from django.urls import path

from moothall.web.about import views

urlpatterns = [
    path("", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("api/", views.api_guide, name="api-guide"),
]
