from django.apps import AppConfig


class Web(AppConfig):
    name = "moothall.web"
    label = "web"

    def ready(self) -> None:
        from moothall.web.accounts import signals  # noqa: F401  (its receivers write the audit)
        from moothall.web.webhooks import heard

        heard.tell()
