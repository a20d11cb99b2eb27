"""A picture of a report is shown small and drawn anew, so that nothing hidden in its file reaches a page."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.actions import attach, submit_report
from entraide.hub.intel.drafts import Draft


def _attached(member: Any, name: str, content: bytes) -> str:
    with acting_as(member):
        filed = submit_report(Draft(f"With {name}"))
        return f"/intel/attachment/{attach(filed.id, name, BytesIO(content)).pk}/small"


def _picture() -> bytes:
    made, hidden = BytesIO(), PngInfo()
    hidden.add_text("Comment", "<script>alert(1)</script>")
    Image.linear_gradient("L").resize((1600, 900)).save(made, "PNG", pnginfo=hidden)
    return made.getvalue()


def test_it_is_small_and_nothing_else_of_the_file_is_in_it(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).get(_attached(cast.kavya, "poster.png", _picture()))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in answer.headers["Cache-Control"]
    drawn = Image.open(BytesIO(answer.content))
    assert drawn.format == "JPEG"
    assert max(drawn.size) == 480
    assert b"script" not in answer.content


def test_a_file_that_is_no_picture_says_so(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).get(_attached(cast.kavya, "note.txt", b"what the caller said"))
    assert answer.status_code == 400


def test_a_broken_picture_is_no_mistake_of_the_page(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).get(_attached(cast.kavya, "poster.png", _picture()[:400]))
    assert answer.status_code == 400
