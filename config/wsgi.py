"""The door for a WSGI server such as gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from config import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
if embedded.is_wanted():
    embedded.ensure()
application = get_wsgi_application()
# What stands now stays for the life of the process: the collector need not look through it at every tenth page.
gc.freeze()
# A page makes thousands of objects and leaves no ring of them behind; looked through at every seventh hundred, the
# collector took a tenth of each page's time.
gc.set_threshold(20_000)
