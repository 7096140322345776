"""The WSGI application that ``kesu web`` serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kesu.config.settings")
application = get_wsgi_application()
