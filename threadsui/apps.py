from django.apps import AppConfig


class ThreadsUIConfig(AppConfig):
    name = "threadsui"
    verbose_name = "Threads Console"

    def ready(self):
        # They register themselves, and need the apps to be there.
        from . import checks  # noqa: F401, PLC0415
        from .services.people import roles, second_factors, sign_ins  # noqa: F401, PLC0415
        from .single_sign_on import sessions  # noqa: F401, PLC0415
