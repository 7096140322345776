"""The WSGI application that ``kesu web`` serves."""

import os

from django.core.wsgi import get_wsgi_application

from kesu.config.lines import seated
from kesu.foundation.seats import Seats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kesu.config.settings")
application = seated(get_wsgi_application(), Seats())
