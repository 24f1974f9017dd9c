from django.apps import AppConfig


class Clinics(AppConfig):
    name = "moothall.performance.clinics"
    label = "performance_clinics"
