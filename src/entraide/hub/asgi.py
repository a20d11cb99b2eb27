"""What uvicorn serves."""

import os
from threading import Timer

from django.core.asgi import get_asgi_application

WARM_AFTER_SECONDS = 5.0

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.hub.settings")
application = get_asgi_application()


def _warm() -> None:
    """Compiled code takes seconds to load: neither the start nor whoever files the first report waits for it."""
    from entraide.engines.link.texts import signature

    signature(
        "a text of as many different words as it takes to be compared with others at all, and some more"
    )


_timer = Timer(WARM_AFTER_SECONDS, _warm)
_timer.daemon = True
_timer.start()
