"""What the council spends: /spend/ is where officers work, /spend/public/<council>/ where anyone reads."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.spend import files, findings, staffing, suppliers, views

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="spend"),
    path("cube/", views.cube, name="spend-cube"),
    path("payments/", views.payments, name="spend-payments"),
    path("findings/", findings.findings, name="spend-findings"),
    path("findings/<id:finding>/", findings.finding, name="spend-finding"),
    path("suppliers/", suppliers.suppliers, name="spend-suppliers"),
    path("suppliers/<id:payee>/", suppliers.supplier, name="spend-supplier"),
    path("agency/", staffing.agency, name="spend-agency"),
    path("early-payment/", staffing.early_payment, name="spend-early-payment"),
    path("files/", files.files, name="spend-files"),
    path("files/<id:ledger_file>/", files.file, name="spend-file"),
    path("rules/", files.rules, name="spend-rules"),
]
