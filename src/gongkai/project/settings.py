"""Django's settings: everything comes from the environment, with an embedded default under one data folder.

``GONGKAI_DATA`` names the folder that holds the database, the private files and the public site (default ``var``);
``DATABASE_URL`` moves the database to PostgreSQL.
"""

import os
from pathlib import Path

import dj_database_url

from gongkai.project.mail_server import mail_server
from gongkai.project.secret import secret_key_in

DATA = Path(os.environ.get("GONGKAI_DATA", "var")).resolve()
PRIVATE = DATA / "private"
SITE = DATA / "site"

SECRET_KEY = os.environ.get("GONGKAI_SECRET_KEY") or secret_key_in(DATA)
DEBUG = os.environ.get("GONGKAI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("GONGKAI_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "gongkai.project.apps.ProjectConfig",
    "gongkai.portal",
    "gongkai.desk",
    "gongkai.disclosures",
    "gongkai.duties",
    "gongkai.records",
    "gongkai.catalogue",
    "gongkai.messages.apps.MessagesConfig",
    "gongkai.accounts",
    "gongkai.agencies",
    "gongkai.audit",
    "gongkai.publisher",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gongkai.accounts.middleware.OneTimePassword",
    "gongkai.desk.gate.OnlyOurScreens",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "gongkai.project.urls"
WSGI_APPLICATION = "gongkai.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-{cache};"
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA / 'gongkai.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue up instead of failing, readers never wait, and a commit is on disk when it returns.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": SQLITE_START.format(cache=32000),
    }
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # a file, so that tests meet real locking
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Screens ask many small questions: compiling one of them (JIT) costs more than all of its rows.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["gongkai.accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if os.environ.get("GONGKAI_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/desk-assets/"
STATIC_ROOT = DATA / "desk-assets"
MEDIA_URL = "/desk-media/"  # never routed: private files leave only through a view that asks who is there
MEDIA_ROOT = PRIVATE / "media"

DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # of a form without its files: what Word puts on the clipboard is long

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

WAGTAIL_SITE_NAME = "政府信息公开工作台"
WAGTAILADMIN_BASE_URL = os.environ.get("GONGKAI_BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_USER_LOGIN_FORM = "gongkai.desk.forms.SignInForm"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # no mail yet: the administrator issues a one-time password
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# Without a mail server messages are kept and read at the desk only: EMAIL_HOST is empty then.
MAIL = mail_server(os.environ.get("GONGKAI_SMTP_URL", ""))
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL.host, MAIL.port, 10
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("GONGKAI_MAIL_FROM", "") or MAIL.user or "gongkai@localhost"

OBJECTIONS_ANONYMOUS = os.environ.get("GONGKAI_ANONYMOUS_OBJECTIONS") == "1"  # else name and contact are asked for

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {  # these quote addresses of chat robots, which are secrets
        "apprise": {"handlers": [], "level": "WARNING", "propagate": False},
        "urllib3": {"level": "WARNING"},
    },
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("GONGKAI_LOG", "WARNING")},
}
