"""What stands in the council's way, what is asked of whom, and what came of it."""

from django.urls import path
from django.urls.resolvers import URLPattern

from moothall.web.barriers import views, writing

urlpatterns: list[URLPattern] = [
    path("barriers/", views.barriers, name="barriers"),
    path("barriers/letter/", views.letter, name="barriers-letter"),
    *(
        path(f"barriers/barriers.{kind}", views.file, {"kind": kind}, name=f"barriers-{kind}")
        for kind in views.KINDS
    ),
    path("barriers/add/", writing.add, name="barrier-add"),
    path("barriers/<id:barrier>/", views.one, name="barrier"),
    path("barriers/<id:barrier>/change/", writing.edit, name="barrier-change"),
    path("barriers/<id:barrier>/state/", writing.move, name="barrier-state"),
    path("barriers/<id:barrier>/ask/", writing.ask, name="barrier-ask"),
    path("barriers/asks/<id:ask>/", writing.answer, name="ask-answer"),
]
