from django.apps import AppConfig


class Returns(AppConfig):
    name = "moothall.plan.returns"
    label = "plan_returns"
