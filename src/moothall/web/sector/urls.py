"""The sector review: /sector/."""

from django.urls import path

from moothall.web.sector import views

urlpatterns = [
    path("", views.collections, name="sector"),
    path("new/", views.new, name="sector-new"),
    path("<id:collection>/", views.overview, name="sector-collection"),
    path("<id:collection>/questions/<str:question>/", views.question, name="sector-question"),
    path("<id:collection>/themes/", views.themes, name="sector-themes"),
    path("<id:collection>/themes/<slug:topic>/", views.theme, name="sector-theme"),
    path("<id:collection>/barriers/", views.barriers, name="sector-barriers"),
    path("<id:collection>/savings/", views.savings, name="sector-savings"),
    path("<id:collection>/practice/", views.practice, name="sector-practice"),
    path("<id:collection>/ask/", views.ask, name="sector-ask"),
    path("<id:collection>/plans/", views.plans, name="sector-plans"),
    path("<id:collection>/plans/add/", views.add, name="sector-add"),
    path("<id:collection>/plans/<id:collected>/", views.plan, name="sector-plan"),
    path("<id:collection>/plans/<id:collected>/withdraw/", views.withdraw, name="sector-withdraw"),
    path("<id:collection>/again/", views.again, name="sector-again"),
    path("<id:collection>/report.<slug:form>", views.report, name="sector-report"),
]
