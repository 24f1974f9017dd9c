"""The cost finder: open to anyone; a council's own figures show only to those who may read them."""

from django.urls import URLPattern, path

from moothall.web.costs import views

urlpatterns: list[URLPattern] = [
    path("", views.costs, name="costs"),
    *(
        path(f"<place:code>/costs.{kind}", views.file, {"kind": kind}, name=f"costs-{kind}")
        for kind in views.KINDS
    ),
]
