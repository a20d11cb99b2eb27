"""What tests of the pages send, as a browser would."""

import re
from typing import Any
from uuid import uuid4

NOTHING = {
    "places-TOTAL_FORMS": "0",
    "places-INITIAL_FORMS": "0",
    "persons-TOTAL_FORMS": "0",
    "persons-INITIAL_FORMS": "0",
}
HANDLING = {
    "tlp": "2",
    "hit_mode": "1",
    "purposes": ["1", "2", "4", "8"],
    "source_grade": "B",
    "information_grade": "2",
}


def report(text: str, **fields: Any) -> dict[str, Any]:
    """The fields of a new report: AMBER, hits to its owner first, unless said otherwise."""
    filled = {"text": text, "source_kind": "other", "client_id": f"page:{uuid4()}"}
    return NOTHING | HANDLING | filled | fields


def file_report(client: Any, text: str, **fields: Any) -> str:
    """File it; returns the address of its page."""
    answer = client.post("/intel/new", report(text, **fields))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def masked(page: str, address: str) -> str:
    """A page without what is new in every answer: tokens against forgery, and its own address."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]+"', r"\1", page)
    return re.sub(r'"now": "[^"]+"', "", page.replace(address, "ADDRESS"))
