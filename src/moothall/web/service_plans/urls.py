"""Yearly service plans, and the self-assessment scored before and after."""

from django.urls import path

from moothall.web.service_plans import assessments, views

urlpatterns = [
    path("", views.plans, name="service-plans"),
    path("new/", views.new, name="service-plan-new"),
    path("<id:service_plan>/", views.overview, name="service-plan"),
    path("<id:service_plan>/edit/<slug:section>/", views.edit, name="service-plan-edit"),
    path("<id:service_plan>/versions/<slug:section>/", views.versions, name="service-plan-versions"),
    path("<id:service_plan>/actions/add/", views.add_action, name="service-plan-action-add"),
    path("<id:service_plan>/actions/<id:action>/", views.action, name="service-plan-action"),
    path("<id:service_plan>/approve/", views.approve, name="service-plan-approve"),
    path("<id:service_plan>/reopen/", views.reopen, name="service-plan-reopen"),
    path("<id:service_plan>/close/", views.close, name="service-plan-close"),
    path("<id:service_plan>/approvals/<id:approval>/", views.approval, name="service-plan-approval"),
    path("<id:service_plan>/<slug:format>/download/", views.download, name="service-plan-download"),
    path(
        "<id:service_plan>/approvals/<id:approval>/<slug:format>/download/",
        views.approved_download,
        name="service-plan-approval-download",
    ),
    path("assessments/", assessments.assessments, name="assessments"),
    path("assessments/new/", assessments.new, name="assessment-new"),
    path("assessments/<id:assessment>/", assessments.one, name="assessment"),
    path("assessments/<id:assessment>/people/", assessments.people, name="assessment-people"),
    path("assessments/<id:assessment>/answer/", assessments.answer, name="assessment-answer"),
    path("assessments/<id:assessment>/close/", assessments.close, name="assessment-close"),
    path(
        "assessments/<id:assessment>/<slug:format>/download/",
        assessments.download,
        name="assessment-download",
    ),
]
