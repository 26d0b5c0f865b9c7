"""The console's settings, with Django's admin beside it: a peer for this bench alone. The product does not have one."""

from dashboard.settings import *  # noqa: F403 - a settings module is made of another one's names
from dashboard.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "tests.bench.scale.urls"
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
# A manifest needs collectstatic; neither peer's time is about it.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
