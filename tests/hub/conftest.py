from typing import Any

import pytest


@pytest.fixture
def plain_static(settings: Any) -> None:
    """Addresses of static files without their fingerprints, which need the collected folder of a hub."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
