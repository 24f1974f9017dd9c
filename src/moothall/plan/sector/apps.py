from django.apps import AppConfig


class Sector(AppConfig):
    name = "moothall.plan.sector"
    label = "plan_sector"
