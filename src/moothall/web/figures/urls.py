from django.urls import path

from moothall.web.figures import views

urlpatterns = [
    path("figures/<id:series>/<date:start>/", views.lineage, name="lineage"),
    path("loads/", views.loads, name="loads"),
    path("loads/new/", views.upload, name="upload"),
    path("loads/<id:pk>/", views.load, name="load"),
    path("loads/<id:pk>/rejects.csv", views.load_rejects, name="load-rejects"),
    path("jobs/<id:pk>/", views.job, name="job"),
    path("jobs/<id:pk>/cancel/", views.job_cancel, name="job-cancel"),
]
