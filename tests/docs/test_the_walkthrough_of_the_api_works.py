"""docs/api.md, step by step: each request is sent as it stands, and each answer holds what the page shows."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entraide.hub.core.acting import acting_as

from .tables import ROOT

PAGE = (ROOT / "docs/api.md").read_text()
STEP = re.compile(r"```http\n(GET|POST) (\S+)\n(.*?)```\n```json\n(.*?)```", re.DOTALL)
KENYA_FILES = PAGE.index("Now Kenya has filed")


@pytest.fixture
def machine(cast: Any) -> Client:
    from entraide.hub.directory.actions import keys

    with acting_as(cast.kavya):
        made = keys.make(name="walkthrough", scopes=["read", "submit", "decide"], days=1)
    return Client(headers={"authorization": f"Bearer {made.text}"})


def test_every_step_answers_as_the_page_says(cast: Any, machine: Client, linked: Callable[[], int]) -> None:
    steps = list(STEP.finditer(PAGE))
    assert len(steps) > 8
    kenya_has_filed, hit = False, ""
    for step in steps:
        method, path, body, shown = step.groups()
        if step.start() > KENYA_FILES and not kenya_has_filed:
            file_for_kenya(cast)
            linked()
            kenya_has_filed = True
        answer = send(machine, method, path.replace("HIT", hit), body)
        assert holds(answer, json.loads(shown)), f"{method} {path} answers {answer}"
        if path.startswith("/api/v1/hits?"):
            hit = answer[0]["id"]


def test_every_example_of_a_request_is_a_step_that_is_run() -> None:
    assert PAGE.count("```http") == len(STEP.findall(PAGE))


def file_for_kenya(cast: Any) -> None:
    from entraide.hub.intel.actions import submit_report
    from entraide.hub.intel.drafts import Draft, Handling
    from entraide.vocabulary.handling import HitMode

    with acting_as(cast.wanjiru):
        submit_report(
            Draft(
                "Advert in Nairobi: write on Telegram to @delta_gate_hr",
                handling=Handling(hit_mode=HitMode.OPEN),
            )
        )


def send(machine: Client, method: str, path: str, body: str) -> Any:
    if method == "GET":
        return machine.get(path).json()
    return machine.post(path, body, content_type="application/json").json()


def holds(answer: Any, shown: Any) -> bool:
    """Everything that is shown stands in the answer, which may say more."""
    if isinstance(shown, dict):
        return isinstance(answer, dict) and all(
            name in answer and holds(answer[name], value) for name, value in shown.items()
        )
    if isinstance(shown, list):
        return len(answer) == len(shown) and all(map(holds, answer, shown))
    return bool(answer == shown)
