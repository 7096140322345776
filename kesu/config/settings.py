"""Settings of Kesu. What may differ between installations comes from the environment:

KESU_HOME, KESU_DATABASE_URL, KESU_HOSTS, KESU_HTTPS, KESU_SECRET_*,
KESU_METRICS_TOKEN, KESU_SMTP_URL, KESU_MAIL_FROM, KESU_MAIL_REPLY, KESU_URL, KESU_MAX_FILE_MB.
"""

from pathlib import Path

from kesu.foundation import environment, keys, mail

PACKAGE = Path(__file__).resolve().parent.parent
KESU_HOME = environment.home()
KESU_KEYS = keys.of_the_house()

SECRET_KEY = KESU_KEYS.session
DEBUG = False
ALLOWED_HOSTS = environment.words("KESU_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
if environment.bound_host():
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, environment.bound_host()]
HTTPS = environment.flag("KESU_HTTPS")
KESU_METRICS_TOKEN = environment.secret("KESU_METRICS_TOKEN")
KESU_URL = mail.address_of_the_house()
KESU_MAIL = mail.mail()
KESU_MAX_FILE_BYTES = environment.number("KESU_MAX_FILE_MB", 200) * 1024 * 1024
KESU_CARRIERS = {"mail": "kesu.carriers.smtp.Smtp"}
KESU_DOCTOR = "kesu.console.doctor.seen"
KESU_READINESS = "kesu.config.health.asked"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "kesu.workbench",  # before allauth: its templates give way to ours
    "allauth",
    "allauth.account",
    "ninja",
    "kesu.journal",
    "kesu.people",
    "kesu.policy",
    "kesu.workdays",
    "kesu.complaints",
    "kesu.deadlines",
    "kesu.routing",
    "kesu.authority",
    "kesu.consults",
    "kesu.correspondence",
    "kesu.remedies",
    "kesu.intake",
    "kesu.improvement",
    "kesu.coaching",
    "kesu.watch",
    "kesu.journeys",
    "kesu.api",
    "kesu.clock",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kesu.config.squeeze.squeeze",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kesu.config.middleware.guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kesu.workbench.faults.dress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kesu.workbench.faults.legible",
]

ROOT_URLCONF = "kesu.config.urls"
WSGI_APPLICATION = "kesu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kesu.workbench.context.frame",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "kesu.workbench.templatetags.kesu_still",
            ],
        },
    }
]
COTTON_DIR = "ui"

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "kesu.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kesu.workbench.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "10/m/ip,5/5m/key"}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "kesu_language"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kesu.config.static.Fingerprinted"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 30 * 24 * 60 * 60

SESSION_COOKIE_NAME = "kesu_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "kesu_csrf"
CSRF_FAILURE_VIEW = "kesu.workbench.faults.csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
FILE_UPLOAD_HANDLERS = ["kesu.foundation.uploads.Small"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kesu.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
