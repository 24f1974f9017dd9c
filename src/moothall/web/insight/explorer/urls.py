from django.urls import path

from moothall.web.insight.explorer import views

urlpatterns = [
    path("", views.explore, name="explore"),
    path("<slug:kind>/download/", views.file, name="explore-file"),
    path("embed/", views.embed, name="explore-embed"),
    path("views/", views.views, name="views"),
    path("save/", views.save, name="view-save"),
    path("v/<id:view>/", views.kept, name="view"),
    path("v/<id:view>/end/", views.end, name="view-end"),
]
