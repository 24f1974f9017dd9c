"""No purchase order, no order: /purchasing/ is where things are asked for, approved, ordered and matched."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.purchasing import settings, views, writing

urlpatterns: list[URLPattern] = [
    path("", views.listed, name="purchasing"),
    path("limits/", settings.limits, name="purchasing-limits"),
    path("exceptions/", views.exceptions, name="purchasing-exceptions"),
    path("exceptions.csv", views.exceptions_csv, name="purchasing-exceptions-csv"),
    path("exceptions.xlsx", views.exceptions_xlsx, name="purchasing-exceptions-xlsx"),
    path("add/", writing.add, name="requisition-add"),
    path("<id:requisition>/", views.one, name="requisition"),
    path("<id:requisition>/change/", writing.change, name="requisition-change"),
    path("<id:requisition>/order.pdf", views.order_pdf, name="purchase-order-pdf"),
    path("<id:requisition>/order.docx", views.order_docx, name="purchase-order-docx"),
]
