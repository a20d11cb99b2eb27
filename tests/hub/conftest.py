from typing import Any

import pytest


@pytest.fixture
def plain_static(settings: Any) -> None:
    """Addresses of static files without their fingerprints, which need the collected folder of a hub."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def clock_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test reads the clock of the work once: else a page asks one thing more, five seconds later."""
    from entraide.hub.core import clock

    clock.forget()
    monkeypatch.setattr(clock, "_FRESH_SECONDS", float("inf"))
