"""Settings, all from the environment and safe by default.

`CONSORTIUM_ENV=production` refuses what is only good for a first run: the embedded servers,
a made-up secret, the demonstration. Everything else is the same everywhere.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from consortium import embedded
from consortium.logs import logging_config
from consortium.production import check_production
from consortium.secret import development_secret

env = environ.FileAwareEnv()

REPOSITORY = Path(__file__).resolve().parent.parent
HOME = Path(env("CONSORTIUM_HOME", default=str(REPOSITORY / "var"))).resolve()
ENVIRONMENT = env("CONSORTIUM_ENV", default="development")
if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured(f"CONSORTIUM_ENV is “{ENVIRONMENT}”. Say development or production.")
PRODUCTION = ENVIRONMENT == "production"
DEMONSTRATION = not PRODUCTION


def required(name: str, instead: object) -> str:
    """Give a setting that production must state and a first run may do without."""
    value = env(name, default="" if PRODUCTION else instead)
    if not value:
        message = f"{name} is not set. Production has no default for it; see deploy/README.md."
        raise ImproperlyConfigured(message)
    return str(value)


# --- Who we are -------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = required("SECRET_KEY", None if PRODUCTION else development_secret(HOME))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_NAME = "Consortium"
PORT = env.int("PORT", default=8000)
SITE_URL = required("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
if PRODUCTION:
    check_production(secret=SECRET_KEY, hosts=ALLOWED_HOSTS, site_url=SITE_URL)

# --- Servers ----------------------------------------------------------------------------------
_local = embedded.urls(HOME)
DATABASES = {"default": env.db_url_config(required("DATABASE_URL", _local.database_url))}
DATABASES["default"] |= {
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"options": "-c jit=off -c timezone=UTC", "application_name": "consortium"},
}
REDIS_URL = required("REDIS_URL", _local.redis_url)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Work that takes time ---------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL if env("REDIS_URL", default="") else _local.broker_url
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Unfinished work of a killed worker comes back after this long: short in a demonstration,
    # well above every time limit in production (reference: decisions/0003).
    "visibility_timeout": env.int("VISIBILITY_TIMEOUT", default=600 if PRODUCTION else 15),
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "max_retries": 1,
    "socket_connect_timeout": 1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_PUBLISH_RETRY = False  # the sweeper repeats; a request does not wait for a broker
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # KiB; twice what making papers takes
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A report of a hundred levels takes five seconds, and four times as long on a machine that is busy elsewhere.
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_ROUTES = {
    "apps.certificates.tasks.post": {"queue": "default"},  # a slow mail server holds up no paper
    "apps.certificates.tasks.approve_line": {"queue": "default"},
    "apps.certificates.tasks.*": {"queue": "pdf"},
    "apps.studies.tasks.*": {"queue": "pdf"},
}
SWEEP_SECONDS = 60.0 if PRODUCTION else 5.0
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}  # no pile while no worker runs
    for name, task, seconds in (
        ("deliver what was left behind", "apps.audit.tasks.sweep", SWEEP_SECONDS),
        ("finish certificates half-made", "apps.certificates.tasks.sweep", SWEEP_SECONDS),
        ("finish reports half-made", "apps.studies.tasks.sweep", SWEEP_SECONDS),
        ("forget old answers", "apps.accounts.tasks.forget_answers", 3600.0),
        ("heartbeat", "apps.audit.tasks.heartbeat", 20.0),
    )
}
CELERY_BEAT_SCHEDULE["remind of expiry and surveillance"] = {
    "task": "apps.certificates.tasks.remind",
    "schedule": crontab(
        hour="4", minute="17"
    ),  # by the clock: a day's interval would begin anew at each start
}
CELERY_TIMEZONE = "UTC"

# --- The house --------------------------------------------------------------------------------
INSTALLED_APPS = [
    *(["apps.demo"] if DEMONSTRATION else []),
    "apps.desk",
    "apps.certificates",
    "apps.changes",
    "apps.studies",
    "apps.consortia",
    "apps.supply",
    "apps.materials",
    "apps.sharing",
    "apps.notifications",
    "apps.accounts",
    "apps.audit",
    "apps.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "guardian",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "consortium.middleware.request_context",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.middleware.acting",
    "consortium.middleware.never_cached",
    "consortium.middleware.domain_errors",
]
ROOT_URLCONF = "consortium.urls"
WSGI_APPLICATION = "consortium.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [REPOSITORY / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "consortium.frame.frame",
            ],
            "builtins": ["apps.core.templatetags.figures"],
        },
    }
]

# --- Signing in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by the invitation mailed to it
ACCOUNT_ADAPTER = "apps.accounts.adapter.InvitedOnly"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # guardian is asked by `sharing.rights`, not through an authentication backend
    "auth.W004",  # addresses are unique whatever their case, by constraint
]
ANONYMOUS_USER_NAME = None
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- Safety -----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 8 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "apps.core.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# --- Words, numbers, days ---------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("tr", _("Turkish"))]
LOCALE_PATHS = [REPOSITORY / "consortium" / "locale"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Istanbul"
FORMAT_MODULE_PATH = ["consortium.formats"]

# --- Files and mail ---------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [REPOSITORY / "consortium" / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(HOME / "media")))  # never served by URL
KEYS_ROOT = HOME / "keys"  # private keys that development makes for itself
CREDENTIAL_KEY_PATH = required("CREDENTIAL_KEY_PATH", None) if PRODUCTION else ""  # signs what machines read
SEAL_PATH = required(
    "SEAL_PATH", HOME / "seal.pem"
)  # key, certificate and issuers; a first run makes its own
SEAL_KEY_ADDRESS = env("SEAL_KEY_ADDRESS", default="")  # of a key in a token: pkcs11:token=…;object=…?…
TIME_STAMP_ADDRESS = env(
    "TIME_STAMP_ADDRESS", default=""
)  # of an RFC 3161 authority; then seals are PAdES B-T
globals().update(env.email_url("EMAIL_URL", default="filemail://"))  # EMAIL_HOST and its kin
if not env("EMAIL_URL", default=""):
    if PRODUCTION:
        required("EMAIL_URL", None)
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
EMAIL_TIMEOUT = 20  # seconds, well under the time limit of a task
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="consortium@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- API --------------------------------------------------------------------------------------
# Behind a proxy every visitor has its address: who may ask how often is told by the header it sets.
NUM_PROXIES = env.int("NUM_PROXIES", default=1 if PRODUCTION else 0)
ALLAUTH_TRUSTED_PROXY_COUNT = NUM_PROXIES
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.rest.doors.Key",
        "apps.accounts.rest.doors.Session",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.accounts.rest.doors.Acting"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "apps.core.rest.schema.Schema",
    "EXCEPTION_HANDLER": "apps.core.rest.problems.problem",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.ScopedRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"verify": "60/min", "sign-in": "20/min"},
    "DEFAULT_METADATA_CLASS": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "NUM_PROXIES": NUM_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Consortium API",
    "VERSION": "1",
    "DESCRIPTION": "Invitations, joint tests, certificates and supplier changes.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "CaseState": "apps.changes.states.CaseState",
        "CertificateLanguage": "apps.certificates.rules.languages.CHOICES",
        "CertificateStanding": "apps.certificates.serializers.STANDINGS",
        "ItemCheckKind": "apps.studies.models.ItemCheck.Kind",
        "Language": [("en", "en"), ("tr", "tr")],
        "ListingLevel": "apps.certificates.states.ListingLevel",
        "OrganisationKind": "apps.accounts.models.Organisation.Kind",
        "ReinstatementCode": "apps.certificates.states.ReinstatementCode",
        "ReportState": "apps.changes.states.ReportState",
        "SuspensionCode": "apps.certificates.states.SuspensionCode",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.core.rest.schema.declare_problems",
    ],
}
REST_KNOX = {"TOKEN_TTL": None, "TOKEN_PREFIX": "ck_"}
KNOX_TOKEN_MODEL = "accounts.ApiKey"  # noqa: S105 - a model, no password

LOGGING_CONFIG = None
logging_config(env("LOG_LEVEL", default="INFO"), production=PRODUCTION)
