from django.apps import AppConfig


class ThreadsUIConfig(AppConfig):
    name = "threadsui"
    verbose_name = "Threads Console"
