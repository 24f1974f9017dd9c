from django.apps import AppConfig


class Ledgers(AppConfig):
    name = "moothall.spend.ledgers"
    label = "spend_ledgers"
