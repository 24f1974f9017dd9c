from django.apps import AppConfig


class ServicePlans(AppConfig):
    name = "moothall.plan.service_plans"
    label = "plan_service_plans"
