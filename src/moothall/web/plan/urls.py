"""The plan: /plans/ is where it is written, /plan/ where residents read it."""

from django.urls import path

from moothall.web.plan import checking, importing, life, public, remarks, work

urlpatterns = [
    path("plans/", work.plans, name="plans"),
    path("plans/new/", work.new, name="plan-new"),
    path("plans/import/", importing.bring, name="plan-import-new"),
    path("plan-check/", checking.check_file, name="plan-check"),
    path("plans/<id:plan>/", work.overview, name="plan"),
    path("plans/<id:plan>/preview/", work.preview, name="plan-preview"),
    path("plans/<id:plan>/edit/<slug:theme>/", work.edit, name="plan-edit"),
    path("plans/<id:plan>/versions/<slug:theme>/", work.versions, name="plan-versions"),
    path("plans/<id:plan>/import/", importing.bring, name="plan-import"),
    path("plans/<id:plan>/check/", remarks.check, name="plan-check-draft"),
    path("plans/<id:plan>/coverage/<place:question>/", remarks.coverage, name="plan-coverage"),
    path("plans/<id:plan>/comments/<slug:theme>/", remarks.comments, name="plan-comments"),
    path("plans/<id:plan>/comments/<id:comment>/resolve/", remarks.resolve, name="plan-comment-resolve"),
    path("plans/<id:plan>/compare/", remarks.compare, name="plan-compare"),
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
