import json
import re
from typing import Any
from uuid import uuid4

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.drafts import Draft, Handling, NamedPerson
from entraide.vocabulary.handling import TLP, HitMode

from .pages import text_of
from .people import hit_between, name_person, shared_with


def _file(member: Any, text: str, tlp: TLP = TLP.GREEN, **fields: Any) -> str:
    with acting_as(member):
        return str(submit_report(Draft(text, Handling(tlp=tlp, hit_mode=HitMode.OPEN), **fields)).id)


def _graph(answer: Any) -> dict[str, Any]:
    found = re.search(r'<script id="network-data" type="application/json">(.*?)</script>', text_of(answer))
    assert found
    return json.loads(found[1])


def test_graph_and_table_say_the_same(client_for: Any, cast: Any, linked: Any) -> None:
    one = _file(cast.kavya, "Telegram @shared_handle_moei", persons=(NamedPerson("Anoop Varghese"),))
    two = _file(cast.wanjiru, "Also @shared_handle_moei on Telegram")
    linked()
    answer = client_for(cast.kavya).get(f"/intel/network/report/{one}")
    ids = {node["id"] for node in _graph(answer)["nodes"]}
    rows = set(re.findall(r'data-node="([^"]+)"', text_of(answer)))
    assert ids == rows
    assert {f"report:{one}", f"report:{two}"} <= ids
    assert any(node["kind"] == "person" for node in _graph(answer)["nodes"])


def test_a_record_one_may_not_read_stands_there_closed(client_for: Any, cast: Any, linked: Any) -> None:
    one = _file(cast.kavya, "Telegram @shared_handle_moei")
    two = _file(cast.wanjiru, "Secret words with @shared_handle_moei on Telegram", TLP.AMBER)
    linked()
    answer = client_for(cast.kavya).get(f"/intel/network/report/{one}")
    assert "A record of National Bureau Kenya" in text_of(answer)
    assert two not in text_of(answer)


def test_what_one_may_not_see_has_no_network(client_for: Any, cast: Any) -> None:
    hidden = _file(cast.kavya, "Only for India", TLP.AMBER)
    client = client_for(cast.nok)
    for kind in ("report", "hit", "entity", "selector", "nonsense"):
        assert client.get(f"/intel/network/{kind}/{uuid4()}").status_code == 404
    assert client.get(f"/intel/network/report/{hidden}").status_code == 404


def test_sites_are_discs_with_a_table_beside_them(client_for: Any, cast: Any) -> None:
    said = text_of(client_for(cast.kavya).get("/intel/sites"))
    assert 'id="kk-park"' in said
    assert "Borders imply no opinion." in said


def test_people_who_may_be_one_are_joined_across_reports(client_for: Any, cast: Any, as_process: Any) -> None:
    ours = name_person(cast.kavya, "Lai Weimin")
    theirs = name_person(cast.nok, "ไล่ เหว่ยหมิน", shared_with(cast.kavya))
    closed = name_person(cast.linyue, "赖伟民")
    hit_between(as_process, ours, theirs)
    hit_between(as_process, ours, closed, sure=False)
    answer = client_for(cast.kavya).get(f"/intel/network/entity/{ours}")
    edges = {(edge["source"], edge["target"]): edge["look"] for edge in _graph(answer)["edges"]}
    assert edges[(f"person:{ours}", f"person:{theirs}")] == ""
    assert "weak" in edges.values()
    said = text_of(answer)
    assert "A record of National Bureau China" in said
    assert "赖伟民" not in said
