"""The console's settings, as the tests run them.

Every run has a data folder of its own, so that two runs never meet. The databases in it are *files*: SQLite in memory
cannot be shared by the threads of a live server, and answers "table is locked" under several writers. Child processes
inherit the environment set here, and so see the very databases of the test that started them.
"""

import atexit
import os
import shutil
import tempfile

DATA_DIR = tempfile.mkdtemp(prefix="threads-console-tests-")
_owner = os.getpid()


@atexit.register
def remove_data_dir() -> None:
    if os.getpid() == _owner:  # not in a forked child
        shutil.rmtree(DATA_DIR, ignore_errors=True)


os.environ.update(
    DATA_DIR=DATA_DIR,
    DEMO="0",
    DEBUG="0",
    SECRET_KEY="only-for-tests-and-long-enough-for-the-system-checks-of-django",
    ENCRYPTION_KEYS="dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    AUDIT_KEY="only-for-tests-and-long-enough-to-seal-what-they-do",
    SANDBOX_KEY="sandbox-key-of-the-tests",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CSRF_TRUSTED_ORIGINS="",
    TRUSTED_PROXIES="",
    LOG_LEVEL="WARNING",
)
# `make test-postgres` names one; else it is SQLite in DATA_DIR, set up as for a person.
os.environ.setdefault("DATABASE_URL", "")

from dashboard.settings import *  # noqa: E402, F403 - the environment above comes first
from dashboard.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

INSTALLED_APPS = ["tests.flushing", *INSTALLED_APPS]  # its `flush` goes before Django's

for database in DATABASES.values():
    if database["ENGINE"] == "dashboard.sqlite":
        database["TEST"] = {"NAME": str(database["NAME"])}

# Hashing a password slowly is the point elsewhere; here people sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A manifest needs collectstatic, which no test runs.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

# It looks through all static files whenever a test client is made; a live server has Django's own handler for them.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
