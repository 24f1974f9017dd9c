from datetime import date

from django.urls import path, register_converter

from moothall.web.figures import views


class Day:
    """A date in an address: 2022-04-01. What is no date is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, text: str) -> date:
        return date.fromisoformat(text)

    def to_url(self, day: date | str) -> str:
        return str(day)


register_converter(Day, "date")

urlpatterns = [
    path("figures/<int:series>/<date:start>/", views.lineage, name="lineage"),
    path("loads/", views.loads, name="loads"),
    path("loads/new/", views.upload, name="upload"),
    path("loads/<int:pk>/", views.load, name="load"),
    path("loads/<int:pk>/rejects.csv", views.load_rejects, name="load-rejects"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/cancel/", views.job_cancel, name="job-cancel"),
]
