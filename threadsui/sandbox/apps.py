from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "threadsui.sandbox"
    label = "sandbox"
    verbose_name = "Sandbox"
