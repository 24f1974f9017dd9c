"""Environment in, Django settings out. SQLite by default, PostgreSQL by one variable."""

import warnings
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from moothall.settings.environment import (
    Environment,
    database,
    default_data,
    default_home,
    kept_secret,
)

env = Environment()

# what openpyxl has to say of a workbook's styles is of no use to anyone here
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")

MOOTHALL_HOME = env.folder(
    "MOOTHALL_HOME",
    default_home,
    "Folder of the database, the kept files and the secret key.",
    "`var` in a checkout, else `~/.local/share/moothall`",
)
MOOTHALL_DATA = env.folder(
    "MOOTHALL_DATA",
    lambda: default_data(MOOTHALL_HOME),
    "Folder of public data (benchmarks, areas); never shipped with Moothall.",
    "`../shared/data` beside a checkout, else `data` in MOOTHALL_HOME",
)
MOOTHALL_CATALOGUE = env.names(
    "MOOTHALL_CATALOGUE", "", "Folders of further measures (TOML files), parted by commas."
)
SECRET_KEY = env.text(
    "MOOTHALL_SECRET_KEY",
    "",
    "Signs sessions; set it when several machines serve one site.",
    "made once and kept in MOOTHALL_HOME",
) or kept_secret(MOOTHALL_HOME)
ALLOWED_HOSTS = env.names("MOOTHALL_HOSTS", "127.0.0.1,localhost,[::1]", "Host names the site answers to.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("*", "[::1]")]
HTTPS = env.flag("MOOTHALL_HTTPS", False, "The site is served over HTTPS (secure cookies, HSTS, redirects).")
TRUSTED_PROXIES = env.whole(
    "MOOTHALL_PROXIES", 0, "How many reverse proxies stand in front; the client's address is read past them."
)
SITE_ADDRESS = env.text(
    "MOOTHALL_ADDRESS", "", "The site's public address, such as https://performance.example.gov.uk.", "none"
).rstrip("/")
DEBUG = False

DATABASES = {
    "default": database(
        env.text(
            "DATABASE_URL",
            "",
            "Database: `sqlite:///PATH` or `postgresql://user:password@host/name`.",
            "SQLite in MOOTHALL_HOME",
        ),
        MOOTHALL_HOME,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "moothall.core",
    "moothall.figures",
    "moothall.figures.feeds",
    "moothall.direction",
    "moothall.direction.recommendations",
    "moothall.performance",
    "moothall.performance.collection",
    "moothall.performance.clinics",
    "moothall.performance.quarterly",
    "moothall.insight",
    "moothall.insight.lean",
    "moothall.risks",
    "moothall.spend",
    "moothall.spend.ledgers",
    "moothall.spend.purchasing",
    "moothall.spend.transparency",
    "moothall.plan",
    "moothall.plan.progress",
    "moothall.plan.barriers",
    "moothall.plan.committee",
    "moothall.plan.returns",
    "moothall.plan.service_plans",
    "moothall.plan.sector",
    "moothall.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "moothall.web.middleware.request_log",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "moothall.web.middleware.acting_person",
    "moothall.web.access.AccessMiddleware",
    "moothall.web.middleware.page_for_wrong_method",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "moothall.web.urls"
WSGI_APPLICATION = "moothall.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "moothall.web.templating.environment",
            "context_processors": ["moothall.web.context.page"],
        },
    },
    # allauth's e-mails are Django templates; every page is ours, in Jinja.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# People, signing in
AUTH_USER_MODEL = "core.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "moothall.web.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "moothall.web.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# axes counts wrong passwords (see AccountAdapter.pre_authenticate); this limit is left with wrong codes
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # the e-mail says a day
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Moothall"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gave the address
OIDC_ISSUER = env.text(
    "MOOTHALL_OIDC_ISSUER", "", "OpenID Connect issuer URL (Entra ID, for example).", "off"
)
COUNCILS_OWN_ACCOUNT = {
    "provider_id": "council",
    "name": env.text("MOOTHALL_OIDC_NAME", "your council account", "Name on the sign-in button."),
    "client_id": env.text("MOOTHALL_OIDC_CLIENT", "", "Client id given by the issuer.", "none"),
    "secret": env.text("MOOTHALL_OIDC_SECRET", "", "Client secret given by the issuer.", "none"),
    "settings": {
        "server_url": OIDC_ISSUER,
        "verified_email": env.names(
            "MOOTHALL_OIDC_DOMAINS",
            "",
            "E-mail domains whose addresses the issuer vouches for without saying so (Entra ID).",
        ),
    },
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [COUNCILS_OWN_ACCOUNT] if OIDC_ISSUER else []}
}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
AXES_FAILURE_LIMIT = env.whole("MOOTHALL_LOCKOUT_AFTER", 5, "Failed sign-ins before a lockout.")
AXES_COOLOFF_TIME = env.whole("MOOTHALL_LOCKOUT_HOURS", 1, "Hours a lockout lasts.")
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the audit has it
AXES_USERNAME_CALLABLE = "moothall.web.accounts.adapters.signing_in_as"
AXES_LOCKOUT_CALLABLE = "moothall.web.accounts.adapters.locked_out"
AXES_CLIENT_IP_CALLABLE = "moothall.web.middleware.client_address"
AXES_SENSITIVE_PARAMETERS = ["username", "email", "ip_address"]
SESSION_COOKIE_AGE = 60 * env.whole("MOOTHALL_SESSION_MINUTES", 480, "Minutes after which a session ends.")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "moothall.web.errors.no_token"

# Headers
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
UPLOAD_LIMIT = 2**20 * env.whole("MOOTHALL_UPLOAD_MEGABYTES", 200, "Largest file the upload page takes, MB.")
STATIC_URL = "/static/"
STATICFILES_DIRS = [("built", Path(__file__).resolve().parents[1] / "web" / "static" / "built")]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000  # addresses carry the content's hash: see web/templating.py
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
API_RATE = env.rate(
    "MOOTHALL_API_RATE", "600/m", "Requests an API key may make, each process counting its own."
)
API_RATE_ANONYMOUS = env.rate("MOOTHALL_API_RATE_ANONYMOUS", "60/m", "The same for callers with no key.")

EMAIL_HOST = env.text(
    "MOOTHALL_SMTP_HOST", "", "SMTP server; without one, messages are written to the log.", "none"
)
EMAIL_PORT = env.whole("MOOTHALL_SMTP_PORT", 25, "SMTP port.")
EMAIL_HOST_USER = env.text("MOOTHALL_SMTP_USER", "", "SMTP user name.", "none")
EMAIL_HOST_PASSWORD = env.text("MOOTHALL_SMTP_PASSWORD", "", "SMTP password.", "none")
EMAIL_TIMEOUT = 10  # seconds: somebody waits for the page
EMAIL_USE_TLS = env.flag("MOOTHALL_SMTP_TLS", False, "Use STARTTLS.")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.console.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("MOOTHALL_EMAIL_FROM", "moothall@localhost", "Sender of messages.")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

LOG_LEVEL = env.text("MOOTHALL_LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "moothall.core.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": [], "level": "WARNING"},
        # the web's own request log says this once, without the query string
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "axes": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
