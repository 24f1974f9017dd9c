"""The plan: /plans/ is where it is written, /plan/ where residents read it."""

from django.urls import path

from moothall.web.plan import life, public, work

urlpatterns = [
    path("plans/", work.plans, name="plans"),
    path("plans/new/", work.new, name="plan-new"),
    path("plans/<id:plan>/", work.overview, name="plan"),
    path("plans/<id:plan>/preview/", work.preview, name="plan-preview"),
    path("plans/<id:plan>/edit/<slug:theme>/", work.edit, name="plan-edit"),
    path("plans/<id:plan>/versions/<slug:theme>/", work.versions, name="plan-versions"),
    path("plans/<id:plan>/due/", work.due, name="plan-due"),
    path("plans/<id:plan>/sign-off/", life.sign_off, name="plan-sign-off"),
    path("plans/<id:plan>/endorse/", life.endorse, name="plan-endorse"),
    path("plans/<id:plan>/editions/<id:number>/", life.edition, name="plan-edition"),
    path("plans/<id:plan>/editions/<id:number>/confirm/", life.confirm, name="plan-confirm"),
    path("plans/<id:plan>/editions/<id:number>/publish/", life.publish, name="plan-publish"),
    path("plans/<id:plan>/editions/<id:number>/submit/", life.submit, name="plan-submit"),
    path("plan/", public.plans, name="public-plans"),
    path("plan/<slug:organisation>/<slug:slug>/", public.plan, name="public-plan"),
    path("plan/<slug:organisation>/<slug:slug>/plan.pdf", public.pdf, name="public-plan-pdf"),
    path("plan/<slug:organisation>/<slug:slug>/editions/<id:number>/", public.plan, name="public-edition"),
    path(
        "plan/<slug:organisation>/<slug:slug>/editions/<id:number>/plan.pdf",
        public.pdf,
        name="public-edition-pdf",
    ),
]
