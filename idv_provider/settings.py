"""Django's settings, read from the environment once. Every variable: docs/reference/settings.md."""

import logging.config
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from kombu import Exchange, Queue

from idv_provider import secrets_file, sso_settings
from idv_provider.console.unfold import UNFOLD  # noqa: F401  # read by django-unfold
from idv_provider.env import Reader

BASE_DIR = Path(__file__).resolve().parent.parent

_env = Reader()

# Production unless somebody says otherwise: a forgotten variable must not open the sandbox.
MODE = _env.choice("IDV_MODE", "production", ("production", "embedded"))
EMBEDDED = MODE == "embedded"
DATA_DIR = Path(_env.text("IDV_DATA_DIR", str(BASE_DIR / "var")))
_kept = secrets_file.load_or_create(DATA_DIR) if EMBEDDED else {}

SANDBOX = _env.flag("IDV_SANDBOX", default=EMBEDDED)
if SANDBOX and not EMBEDDED:
    _env.problems.append("IDV_SANDBOX=1 belongs to the embedded mode: specimens prove nobody.")

# --- Who we are -----------------------------------------------------------------------------------
PUBLIC_URL = _env.base_url(
    "IDV_PUBLIC_URL", "http://127.0.0.1:8000" if EMBEDDED else None, secure=not EMBEDDED
)
_public = urlsplit(PUBLIC_URL)
FORCE_SCRIPT_NAME = _public.path or None
CONSOLE_URL = _env.base_url("IDV_CONSOLE_URL", "", secure=not EMBEDDED)
_console = urlsplit(CONSOLE_URL)
if CONSOLE_URL and (_console.path or _console.scheme != _public.scheme):
    _env.problems.append("IDV_CONSOLE_URL must have IDV_PUBLIC_URL's scheme, and no path.")
if CONSOLE_URL and _console.hostname == _public.hostname:  # whatever its port: cookies know none
    _env.problems.append("IDV_CONSOLE_URL must have another host than IDV_PUBLIC_URL.")
ALLOWED_HOSTS = [_public.hostname or "invalid.", *filter(None, [_console.hostname])]
# No header may change a URL that we hand out: they are all built from PUBLIC_URL.
USE_X_FORWARDED_HOST = False
_https = _public.scheme == "https"
BEHIND_PROXY = _env.flag("IDV_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Only a proxy that overwrites it can be believed: from anywhere else it is the browser's word.
COUNTRY_HEADER = _env.text("IDV_COUNTRY_HEADER", "")
if COUNTRY_HEADER and not BEHIND_PROXY:
    _env.problems.append("IDV_COUNTRY_HEADER needs IDV_BEHIND_PROXY=1: the proxy must set it.")

# --- Secrets --------------------------------------------------------------------------------------
SECRET_KEY = _env.password("IDV_SECRET_KEY", _kept.get("secret_key"))
# The first encrypts; all decrypt, so that a new one can be put in front.
ENCRYPTION_KEYS = _env.keys("IDV_ENCRYPTION_KEYS", _kept.get("encryption_key"))

# --- Stores ---------------------------------------------------------------------------------------
# Only PostgreSQL will do: the vault and the queue rely on its transactions and locks.
_database_url = _env.secret_url(
    "DATABASE_URL", "postgresql:///idv" if EMBEDDED else None, ("postgresql", "postgres")
)
DATABASES = {
    "default": dj_database_url.parse(
        _database_url or "postgresql:///idv",
        engine="idv_provider.postgresql",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _env.secret_url("REDIS_URL", "" if EMBEDDED else None, ("redis", "rediss"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # One that hangs must not hang us.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a full one forgets counts at random
    },
    # What each process may well fetch for itself.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}

# --- Limits a minute, over which callers are told to wait -----------------------------------------
CLIENT_REQUESTS_PER_MINUTE = _env.integer(
    "IDV_CLIENT_REQUESTS_PER_MINUTE", 600, least=1, most=1_000_000
)
ADDRESS_REQUESTS_PER_MINUTE = _env.integer(
    "IDV_ADDRESS_REQUESTS_PER_MINUTE", 300, least=1, most=1_000_000
)
API_REQUESTS_PER_MINUTE = _env.integer("IDV_API_REQUESTS_PER_MINUTE", 300, least=1, most=100_000)
# Pictures and recordings before the workers: verification.backlog.
MOST_WAITING = _env.integer("IDV_MOST_WAITING", 200, least=1, most=1_000_000)

# --- The house ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "idv_provider.console.site_config.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "audit",
    "outbox",
    "applications",
    "verification",
    "oidc",
    *(["sandbox"] if SANDBOX else []),
    "idv_provider",
    "idv_provider.api",
    "idv_provider.webhooks",
    "idv_provider.console",
]
MIDDLEWARE = [
    "idv_provider.middleware.path_issuer",
    "django.middleware.security.SecurityMiddleware",
    "idv_provider.middleware.security_headers",
    "idv_provider.middleware.hosts_apart",
    "oidc.middleware.protocol_endpoints",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "idv_provider.console.csp.console_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "idv_provider.spoken.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "idv_provider.console.access.ConsoleAccess",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "idv_provider.urls"
WSGI_APPLICATION = "idv_provider.wsgi.application"
# A redirect would lose a POST's body, and with it somebody's photographs.
APPEND_SLASH = False
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
                "idv_provider.console.access.frame",
            ],
        },
    }
]
OAUTH2_PROVIDER_APPLICATION_MODEL = "applications.Application"
OAUTH2_PROVIDER = {
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"] if SANDBOX else ["https"],
    # Its registry of applications is used, its protocol is not; were it ever mounted, then by
    # today's rules (RFC 9700).
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
}
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "idv_provider.api.operations.DescribedSchema"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Identity verification: management API",
    "DESCRIPTION": "Applications, flows, verifications and the audit trail. No personal data.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    # Choices stay where they are used: named ones would have to differ in name everywhere.
    "POSTPROCESSING_HOOKS": [],
    "PREPROCESSING_HOOKS": ["idv_provider.api.document.only_ours"],
}
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["idv_provider.console.accounts.StaffBackend"]

# --- Signing in to the console, by django-allauth -------------------------------------------------
CONSOLE_SECOND_FACTOR = _env.flag("IDV_CONSOLE_SECOND_FACTOR", default=not EMBEDDED)
CONSOLE_IDLE_SECONDS = 60 * _env.integer("IDV_CONSOLE_IDLE_MINUTES", 30, least=1, most=480)
CONSOLE_REAUTHENTICATE_SECONDS = 60 * _env.integer(
    "IDV_CONSOLE_REAUTHENTICATE_MINUTES", 15, least=1, most=480
)
SSO_ISSUER = _env.base_url("IDV_SSO_ISSUER", "", secure=not EMBEDDED)
SSO_NAME = _env.text("IDV_SSO_NAME", "Single sign-on")
SSO_CLAIM = _env.text("IDV_SSO_CLAIM", "groups")
SSO_ROLES = sso_settings.role_mapping(_env)
SOCIALACCOUNT_PROVIDERS = sso_settings.provider(
    _env, issuer=SSO_ISSUER, name=SSO_NAME, roles=SSO_ROLES
)
ACCOUNT_ADAPTER = "idv_provider.console.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Passwords are counted by idv_provider.console.lockout; codes of a second factor here.
ACCOUNT_RATE_LIMITS = {"login": None, "reauthenticate": None, "login_failed": "10/5m/key"}
MFA_ADAPTER = "idv_provider.console.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
SOCIALACCOUNT_ADAPTER = "idv_provider.console.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# By GET, as the content policy lets no form lead to another host.
SOCIALACCOUNT_LOGIN_ON_GET = True

# --- Languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Of what people see; the console speaks English. Each has a whole catalog below locale/: a page
# must not call itself Arabic while its words are English.
LANGUAGES = [
    ("en", "English"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("pt", "Portuguese"),
    ("ja", "Japanese"),
    ("ar", "Arabic"),
]
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Files ----------------------------------------------------------------------------------------
STATIC_URL = "static/"
# The embedded mode serves them from where they are; otherwise collectstatic gathers them.
STATIC_ROOT = None if EMBEDDED else BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "idv_provider.static_files.StaticFiles"
    },
}
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_AUTOREFRESH = EMBEDDED  # looks when asked; no scan at each start
MAX_UPLOAD_BYTES = _env.integer(
    "IDV_MAX_UPLOAD_BYTES", 12 * 1024**2, least=1024**2, most=50 * 1024**2
)
# How long it is known again that a document was shown in somebody else's session.
SIGHTING_DAYS = _env.integer("IDV_SIGHTING_DAYS", 30, least=0, most=365)
# An operator's own face model, and what `manage.py calibrate_faces` measured.
FACE_MODEL = _env.text("IDV_FACE_MODEL", "")
FACE_CALIBRATION = _env.text("IDV_FACE_CALIBRATION", "")
# An operator's own model of presentation attack detection, and the file that says how to ask it.
PAD_MODEL = _env.text("IDV_PAD_MODEL", "")
PAD_CALIBRATION = _env.text("IDV_PAD_CALIBRATION", "")
# Photographs stay in memory until they are encrypted: never a temporary file in the clear.
FILE_UPLOAD_HANDLERS = ["verification.uploads.BoundedMemoryUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

# --- Browsers -------------------------------------------------------------------------------------
_prefix = "__Host-" if _https else ""
SESSION_COOKIE_NAME = f"{_prefix}idv-console"
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_NAME = f"{_prefix}idv-csrf"
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "idv_provider.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = f"{_prefix}idv-language"
LANGUAGE_COOKIE_SECURE = _https
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Per flow and browser, so that two flows in one browser stay apart.
FLOW_COOKIE_PREFIX = f"{_prefix}idv-flow-"
PHONE_COOKIE_PREFIX = f"{_prefix}idv-phone-"
FLOW_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
# Redirected, a client would send its secret in the clear once more: these refuse.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^oauth2/(par|token|userinfo)$", r"^api/"]
SECURE_HSTS_SECONDS = 63_072_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
# Preloading binds the whole domain for years: its owner's decision, made at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# Tells other origins nothing. "no-referrer" would too, but makes browsers send "Origin: null" with
# our own forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- The queue ------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
# Redis: a browser does not wait for a broker that is away, as the database knows what is to do;
# what a dead worker took unseen is offered again after two minutes instead of an hour.
# Memory: how often an idle worker looks.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 2, "visibility_timeout": 120}
    if REDIS_URL
    else {"polling_interval": 0.05}
)
# Sending a webhook is waiting for somebody else's server, which no verification is to wait for. A
# worker that is not told otherwise takes from both (docs/operations.md).
WEBHOOK_QUEUE = "webhooks"
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name)
    for name in (CELERY_TASK_DEFAULT_QUEUE, WEBHOOK_QUEUE)
]
CELERY_TASK_ROUTES = {"idv_provider.webhooks.tasks.deliver": {"queue": WEBHOOK_QUEUE}}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# Shorter than verification.upkeep.LEASE: work that is found again is in nobody's hands.
CELERY_TASK_TIME_LIMIT = 30
CELERY_TASK_SOFT_TIME_LIMIT = 25
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60.0  # a new worker first loads the models
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# In memory: every task may run at any time, so there is nothing to remember between starts.
CELERY_BEAT_SCHEDULER = "celery.beat.Scheduler"
CELERY_BEAT_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)  # answers a ping, for its health check
CELERY_BEAT_SCHEDULE = {
    "find-lost-work": {"task": "verification.tasks.find_lost_work", "schedule": 15.0},
    "expire-sessions": {"task": "verification.tasks.expire_sessions", "schedule": 30.0},
    "purge-protocol": {"task": "oidc.tasks.purge", "schedule": 300.0},
    "rotate-signing-keys": {"task": "oidc.tasks.rotate_signing_keys", "schedule": 3600.0},
    "sign-audit": {"task": "idv_provider.tasks.sign_audit", "schedule": 300.0},
    "shred-evidence": {"task": "verification.tasks.shred_evidence", "schedule": 60.0},
    "send-webhooks": {"task": "idv_provider.webhooks.tasks.send_due", "schedule": 5.0},
    "purge-webhooks": {"task": "idv_provider.webhooks.tasks.purge", "schedule": 3600.0},
    "purge-api-answers": {"task": "idv_provider.tasks.purge_api_answers", "schedule": 3600.0},
    "purge-sightings": {"task": "verification.tasks.purge_sightings", "schedule": 600.0},
}

# --- Logs -----------------------------------------------------------------------------------------
LOG_LEVEL = _env.choice("IDV_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING_CONFIG = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "idv_provider.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # They would put a request's values, some of them personal, into the log.
        "django.db.backends": {"level": "INFO"},
        "django.template": {"level": "INFO"},
        "PIL": {"level": "INFO"},
        # Whoever scans the internet sends foreign Host headers: no error of ours, and no news.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
DEBUG = False

_env.raise_problems()
logging.config.dictConfig(LOGGING)
