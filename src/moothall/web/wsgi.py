"""The site, for a WSGI server: `granian --interface wsgi moothall.web.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.settings")
application = get_wsgi_application()

# What start-up made is kept for good. Left to be looked through for garbage again and again, it would hold up one
# large page in twenty by as much as the page itself takes; and the first page need not wait for the rooms.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
