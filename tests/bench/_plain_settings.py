"""The plain view's settings: the console's data and sessions, with no more middleware than a signed-in form needs."""

from dashboard.settings import *  # noqa: F403 - a settings module is made of another one's names
from dashboard.settings import DATABASES

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth insists
]
ROOT_URLCONF = "tests.bench._plain"
for _database in DATABASES.values():
    _database["ENGINE"] = "django.db.backends.sqlite3"  # without the console's turns
