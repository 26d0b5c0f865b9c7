"""How the site is put together. What differs between machines comes from the environment: see `environment.py`."""

from pathlib import Path

import dj_database_url

from .environment import BASE_DIR, Environment, read
from .security import CONTENT_SECURITY_POLICY
from .single_sign_on import SingleSignOn

ENV = read(Environment).with_keys()
SSO = read(SingleSignOn)

DEMO = ENV.demo
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ENCRYPTION_KEYS = ENV.encryption_keys
AUDIT_KEY = ENV.audit_key
DATA_DIR = ENV.data_dir
SANDBOX_KEY = ENV.sandbox_key
SECRET_ENV_PREFIX = ENV.secret_env_prefix
SECRETS_DIR = ENV.secrets_dir
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins
TRUSTED_PROXIES = ENV.trusted_proxies
PROXY_HEADERS = ENV.proxy_headers

INSTALLED_APPS = [
    "threadsui",
    "threadsui.sandbox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "lucide",
    "template_partials",
]

MIDDLEWARE = [
    "dashboard.proxies.TrustedProxiesMiddleware",  # before anything that asks where a request comes from
    "dashboard.pace.PaceMiddleware",
    "dashboard.middleware.RequestIdMiddleware",
    "dashboard.middleware.DemoOnLoopbackMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "dashboard.middleware.ContentSecurityPolicyMiddleware",
    "dashboard.middleware.MachinesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",  # before anything that may answer with a page
    "django.middleware.common.CommonMiddleware",
    "dashboard.middleware.RequestSizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dashboard.session_age.SessionAgeMiddleware",
    "dashboard.middleware.ReaderMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.middleware.SignedOutMiddleware",
    "dashboard.middleware.LastSeenMiddleware",
    "dashboard.middleware.SecondFactorMiddleware",
    "dashboard.middleware.TimezoneMiddleware",
]

ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "threadsui.views.site.context.console",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "dashboard.forms.ConsoleRenderer"

# -- Data --------------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
}


def sqlite(path):
    """A SQLite database that many threads may write to; its connections stay open."""
    return {
        "ENGINE": "dashboard.sqlite",
        "NAME": path,
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": None,
    }


def by_url(url):
    """PostgreSQL, or SQLite as it is set up here. A database that does not answer is given up after 5 seconds."""
    found = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    if found["ENGINE"].endswith("sqlite3"):
        return sqlite(Path(found["NAME"]))
    found["OPTIONS"] = {"connect_timeout": 5} | found.get("OPTIONS", {})
    return found


ENV.data_dir.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": by_url(ENV.database_url)
    if ENV.database_url
    else sqlite(ENV.data_dir / "console.sqlite3"),
    "sandbox": sqlite(ENV.data_dir / "sandbox.sqlite3"),
}
DATABASE_ROUTERS = ["dashboard.routers.SandboxRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SERIALIZATION_MODULES = {"json": "dashboard.exact_json"}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# A form with 32 messages has some 2,000 fields and, at the text limit, 8 million characters.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE  # the handler below drops larger files
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# -- People ------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "threadsui.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "threadsui:overview"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "threadsui.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"change_password": "threadsui.forms.people.passwords.OwnPasswordForm"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
SESSION_COOKIE_AGE = round(ENV.session_hours * 60 * 60)
SECOND_FACTOR_REQUIRED = ENV.second_factor_required
REAUTHENTICATION_REQUIRED = ENV.reauthentication_required

MFA_ADAPTER = "threadsui.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "threadsui.forms.people.second_factors.AddPasskeyForm",
    "authenticate": "threadsui.forms.people.second_factors.SignInCodeForm",
    "reauthenticate": "threadsui.forms.people.second_factors.ConfirmCodeForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the console sends no mail that would verify one
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost
USERSESSIONS_ADAPTER = "threadsui.accounts.RecordedSessionsAdapter"

SINGLE_SIGN_ON = SSO.provider()
SSO_ONLY = SSO.sso_only
SOCIALACCOUNT_ADAPTER = "threadsui.single_sign_on.adapter.SingleSignOnAdapter"

# -- Safety ------------------------------------------------------------------------------------------------------------

SECURE_CSP = CONTENT_SECURITY_POLICY
DEFAULT_EXCEPTION_REPORTER_FILTER = "dashboard.error_reports.SilentReporterFilter"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "threadsui.views.composer.keeping.csrf_failure"
# The embedded run speaks plain HTTP on loopback; everything else is behind TLS.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- Words and files ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
]  # each by its own name; what has a catalogue in locale/
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not DEMO
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = None if DEBUG else ENV.data_dir / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "dashboard.static_files.SmallStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO or DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "dashboard.logging.JSONFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a person's mistake is no warning
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # a scanner's guess is no error
    },
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
}
