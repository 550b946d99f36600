"""The one settings file. What differs between machines is in the environment."""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from ijm import env, storage_urls

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.choice("MODE", ("demo", "test", "production"), "demo")
PRODUCTION = MODE == "production"
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()


def _secret(name: str) -> str:
    """Production must be told its secrets; the demo makes its own and keeps them."""
    if PRODUCTION:
        return env.secret(name)
    if MODE == "test":
        return f"{name.lower()}-of-the-test-suite-and-of-nothing-else-0123456789"
    kept = DATA_DIR / "secrets" / name.lower()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
        fresh.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        fresh.rename(kept)
    return env.secret(name, kept.read_text(encoding="utf-8"))


SECRET_KEY = _secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS")
HASH_PEPPER = _secret("HASH_PEPPER")
SEALING_KEY = _secret("SEALING_KEY")
SEALING_KEY_FALLBACKS = env.listed("SEALING_KEY_FALLBACKS")
# Without one, production takes no backups; `manage.py doctor` says so.
BACKUP_KEY = env.secret("BACKUP_KEY", "") if PRODUCTION else _secret("BACKUP_KEY")
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(DATA_DIR / "backups"))).resolve()
BACKUP_EVERY_HOURS = env.number("BACKUP_EVERY_HOURS", 24 if PRODUCTION else 0)
# The longest of: Australia 7 (ACNC Act s 55-5), Canada 6 after the tax year, United
# Kingdom 6 after the last claim, United States 7; counted from the end of the year.
BOOKS_KEPT_YEARS = env.number("BOOKS_KEPT_YEARS", 7, least=7)
BACKUP_KEEP_DAYS = env.number("BACKUP_KEEP_DAYS", 35, least=1)
INSTALLATION_ID = env.text("INSTALLATION_ID", "" if PRODUCTION else MODE)
DEBUG = env.flag("DEBUG", default=False)

SITE_URL = env.text("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}").rstrip(
    "/"
)
HTTPS = SITE_URL.startswith("https://")
CANONICAL_HOST = SITE_URL.partition("://")[2]
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS") or [
    CANONICAL_HOST.partition(":")[0],
    *([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]),
]
TRUSTED_PROXIES = env.listed("TRUSTED_PROXIES")
PAGE_CACHE_MB = env.number("PAGE_CACHE_MB", 64)
PAGE_CACHE_CHECK_MS = env.number("PAGE_CACHE_CHECK_MS", 500, least=1)

INSTALLED_APPS = [
    "ijm",
    "stories",
    "newsletter",
    "donations",
    "ijm.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "ijm.static_files.SiteStaticFiles",
    "ckeditor",
    "csp",
    "pgtrigger",
    "pghistory",
]
MIDDLEWARE = [
    "ijm.log_lines.RequestId",
    "ijm.middleware.proxies.TrustedProxies",
    "ijm.middleware.sharing.Sharing",
    "ijm.middleware.content_policy.ContentPolicy",
    "ijm.middleware.headers.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ijm.middleware.origin.CrossOriginGuard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ijm.middleware.idle_sessions.IdleSessions",
    "ijm.middleware.second_step.SecondStep",
    "ijm.middleware.own_language.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ijm.middleware.actor.ActorOnRecord",
]
ROOT_URLCONF = "ijm.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
WSGI_APPLICATION = "ijm.wsgi.application"
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
                "ijm.page_context.site",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    url = env.secret("DATABASE_URL", "")
    if url:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        return {**found}
    if PRODUCTION:
        raise env.Misconfigured("DATABASE_URL must be set when MODE is production.")
    from ijm import embedded  # only here: production must not need its wheel

    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **embedded.ensure("test" if MODE == "test" else "demo"),
    }


DATABASES = {"default": _database()}
if replica := env.secret("DATABASE_REPLICA_URL", ""):
    found = dj_database_url.parse(replica, conn_max_age=60, conn_health_checks=True)
    # Pages wait no longer for one that is away; then the primary is read.
    patience = {**found.get("OPTIONS", {}), "connect_timeout": 2}
    DATABASES["replica"] = {**found, "OPTIONS": patience}
DATABASE_ROUTERS = ["ijm.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "ijm.StaffMember"
LOGIN_URL = "admin:login"
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]
TWO_FACTOR = env.flag("TWO_FACTOR", default=PRODUCTION)
TWO_PEOPLE_PUBLISH = env.flag("TWO_PEOPLE_PUBLISH", default=PRODUCTION)

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en-au")
LANGUAGES = [("en-au", _("English"))]
TIME_ZONE = env.text("TIME_ZONE", "Australia/Sydney")
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "ijm" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PUBLIC_MEDIA_ROOT = DATA_DIR / "media" / "public"
PRIVATE_MEDIA_ROOT = DATA_DIR / "media" / "private"
MEDIA_URL = "/media/"
MEDIA_ROOT = PUBLIC_MEDIA_ROOT
STORAGES = {
    "default": storage_urls.public("PUBLIC_STORAGE_URL", MEDIA_URL),
    "private": storage_urls.private("PRIVATE_STORAGE_URL", PRIVATE_MEDIA_ROOT),
    "staticfiles": {"BACKEND": "ijm.storage.SiteStaticStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

EMAIL_URL = env.secret("EMAIL_URL", "")
BULK_EMAIL_URL = env.secret("BULK_EMAIL_URL", "")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Threshold <hello@example.org>")
# A provider of django-anymail; its keys by their names there, as ANYMAIL_….
MAIL_PROVIDER = env.text("MAIL_PROVIDER", "")
ANYMAIL = {
    **env.beginning("ANYMAIL_"),
    "WEBHOOK_SECRET": env.secret("MAIL_NOTICES_SECRET", ""),
}
BULK_FROM_EMAIL = env.text("BULK_FROM_EMAIL", "")
DKIM_SELECTOR = env.text("DKIM_SELECTOR", "")
ALERT_EMAIL = env.text("ALERT_EMAIL", "")
HEARTBEAT_URL = env.secret("HEARTBEAT_URL", "")
METRICS_TOKEN = env.secret("METRICS_TOKEN", "")
SENTRY_DSN = env.secret("SENTRY_DSN", "")

STRIPE_SECRET_KEY = env.secret("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = env.secret("STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_BASE = env.text("STRIPE_API_BASE", "")
COLLECT_AT_ONCE = env.number("COLLECT_AT_ONCE", 4, least=1)

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
X_FRAME_OPTIONS = "DENY"
WHITENOISE_ALLOW_ALL_ORIGINS = False

from ijm.content_policy import EDITOR_CONFIG, PUBLIC_POLICY  # noqa: E402

CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
CKEDITOR_CONFIGS = {"default": EDITOR_CONFIG}

# ckeditor.W001: CKEditor 4 is unsupported; what holds instead is in
# docs/decisions/0002 and proved by tests/site/test_editor_is_contained.py.
# security.W003: origin checks replace the CSRF cookie; tests/site/test_origin.py.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001", "security.W003"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "ijm.log_lines.Line"},
        "json": {"()": "ijm.log_lines.JsonLine"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if PRODUCTION else "line",
        },
        "sentry": {"class": "ijm.reporting.Reporter", "dsn": SENTRY_DSN},
    },
    # They tell of their own start, of every request, of every key by its number.
    "loggers": {name: {"level": "WARNING"} for name in ("pikepdf", "stripe", "fido2")},
    "root": {
        "handlers": ["stderr", "sentry"] if SENTRY_DSN else ["stderr"],
        "level": env.text("LOG_LEVEL", "INFO"),
    },
}
PGHISTORY_APPEND_ONLY = True
