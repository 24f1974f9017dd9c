from django.apps import AppConfig


class Purchasing(AppConfig):
    name = "moothall.spend.purchasing"
    label = "spend_purchasing"
