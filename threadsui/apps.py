from django.apps import AppConfig


class ThreadsUIConfig(AppConfig):
    name = "threadsui"
    verbose_name = "Threads Console"

    def ready(self):
        from . import checks  # noqa: F401, PLC0415  registers itself; needs the apps to be there
