import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entraide.cli import gazetteer, locate
from entraide.engines.locate import versions

CASE = {
    "name": "A statement <exercise>",
    "evidence": [
        {"kind": "place_name", "name": "เคเค พาร์ค", "id": "s1"},
        {"kind": "travel_time", "hours": 0.5, "origin": "Mae Sot", "mode": "car"},
        {"kind": "ping", "lat": 16.65, "lon": 98.52, "source": "cell"},
        {"kind": "ping", "lat": 116.65, "lon": 98.52},
    ],
}


def run(app, *arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def case(tmp_path):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), "utf-8")
    return file


def test_candidates_contributions_and_a_question_are_printed(case):
    done = run(locate.app, case)
    assert done.exit_code == 0
    assert "1. " in done.output
    assert "KK Park" in done.output
    assert "Item 4 was left out" in done.output
    assert "Ask next" in done.output
    assert "A lead, not proof." in done.output


def test_json_says_what_was_left_out(case):
    plain = json.loads(run(locate.app, case, "--json").output.splitlines()[-1])
    assert plain["candidates"][0]["site"] == "kk-park"
    assert len(plain["left_out"]) == 1
    assert plain["notice"] == "A lead, not proof."


def test_the_map_needs_no_network_and_escapes_what_was_written(case, tmp_path):
    assert run(locate.app, case, "--map", tmp_path / "map.html").exit_code == 0
    page = (tmp_path / "map.html").read_text("utf-8")
    assert "&lt;exercise&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "A lead, not proof." in page
    run(locate.app, case, "--map", tmp_path / "map.svg")
    assert (tmp_path / "map.svg").read_text("utf-8").startswith("<svg")


def test_nothing_that_was_written_runs_in_the_page(tmp_path):
    bad = "<img src=x onerror=alert(1)></title><script>alert(2)</script>"
    item = {"kind": "place_name", "name": f"KK Park {bad}", "id": bad, "excerpt": bad, "group": bad}
    address = {"kind": "address", "lat": 16.6, "lon": 98.5, "text": bad}
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"name": bad, "evidence": [item, address, {"kind": bad}]}), "utf-8")
    assert run(locate.app, file, "--map", tmp_path / "map.html").exit_code == 0
    page = (tmp_path / "map.html").read_text("utf-8")
    assert "<img" not in page
    assert "<script" not in page
    assert page.count("</title>") == 2  # the page's and the map's


def test_the_page_says_what_was_left_out_and_what_the_witness_said(tmp_path):
    items = [*CASE["evidence"], {"kind": "beside", "feature": "river", "excerpt": "a brown river below"}]
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"evidence": items}), "utf-8")
    run(locate.app, file, "--map", tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text("utf-8")
    assert "Item 4: lat, lon:" in page
    assert "a brown river below" in page


def test_the_picture_alone_has_a_scale_a_north_towns_and_the_notice(case, tmp_path):
    run(locate.app, case, "--map", tmp_path / "map.svg")
    picture = (tmp_path / "map.svg").read_text("utf-8")
    for said in (">A lead, not proof.<", ">N<", " km</text>", ">Mae Sot<", ">KK Park<"):
        assert said in picture


def test_a_map_shows_towns_even_of_a_place_far_from_any(tmp_path):
    pings = [{"kind": "ping", "lat": -22.2, "lon": 17.5 + n / 1000, "source": "gps"} for n in range(3)]
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"evidence": pings}), "utf-8")
    run(locate.app, file, "--map", tmp_path / "map.svg")
    assert ">Windhoek<" in (tmp_path / "map.svg").read_text("utf-8")


def test_a_map_goes_on_over_the_date_line(tmp_path):
    pings = [
        {"kind": "ping", "lat": -16.8, "lon": lon, "source": "cell", "accuracy_km": 20}
        for lon in (179.9, -179.9)
    ]
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"evidence": pings}), "utf-8")
    assert run(locate.app, file, "--map", tmp_path / "m.svg", "--geojson", tmp_path / "g.json").exit_code == 0
    shown = json.loads((tmp_path / "g.json").read_text("utf-8"))
    for ring in (ring for one in shown["features"][0]["geometry"]["coordinates"] for ring in one):
        assert max(lon for lon, _ in ring) - min(lon for lon, _ in ring) < 180


def test_no_name_stands_under_a_number_or_another_name(tmp_path):
    told = [
        {"kind": "travel_time", "hours": 0.5, "origin": "Mae Sot", "mode": "car", "grade": "B2"},
        {"kind": "beside", "feature": "river", "km": 1},
        {"kind": "place_name", "name": "KK Park", "grade": "B3"},
        {"kind": "place_name", "name": "Shwe Kokko", "grade": "D4"},
    ]
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"evidence": told}), "utf-8")
    run(locate.app, file, "--map", tmp_path / "map.svg")
    drawn = re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="middle" font-size="(\d+)"[^>]*>([^<]+)<',
        (tmp_path / "map.svg").read_text("utf-8"),
    )
    names = {
        text: (float(x), float(y) - 0.35 * int(size), 0.3 * int(size) * len(text))
        for x, y, size, text in drawn
    }
    numbers = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="13"', (tmp_path / "map.svg").read_text("utf-8"))
    assert {"KK Park", "Myawaddy", "Mae Sot"} <= set(names)
    assert len(numbers) > 3
    for name, (x, y, half) in names.items():
        assert not any(abs(x - float(a)) < half + 10 and abs(y - float(b)) < 16 for a, b in numbers), name
        others = (where for other, where in names.items() if other != name)
        assert not any(abs(x - a) < half + other and abs(y - b) < 10 for a, b, other in others), name


def test_copies_of_one_forged_photo_do_not_add_up_and_each_is_named(tmp_path):
    from tests.hub.intel.photos import KK_PARK, photo

    for name in "abcd":
        (tmp_path / f"{name}.jpg").write_bytes(photo(KK_PARK, software="GIMP 3"))
    told = [{"kind": "photo", "file": f"{name}.jpg"} for name in "abcd"]
    (tmp_path / "four.json").write_text(json.dumps({"evidence": told}), "utf-8")
    (tmp_path / "one.json").write_text(json.dumps({"evidence": told[:1]}), "utf-8")
    done = run(locate.app, tmp_path / "four.json")
    assert all(
        f"! [{number}] {name}.jpg: the photo was last saved" in done.output
        for number, name in enumerate("abcd", 1)
    )
    four, one = (
        json.loads(run(locate.app, tmp_path / name, "--json").output.splitlines()[-1])
        for name in ("four.json", "one.json")
    )
    assert four["independent_items"] == 1
    assert four["candidates"][0]["probability"] == pytest.approx(
        one["candidates"][0]["probability"], abs=0.01
    )


def test_the_road_times_and_layers_of_a_deployment_are_taken(case, tmp_path, monkeypatch):
    module = tmp_path / "bureau_places.py"
    module.write_text(
        "from entraide.engines.locate import Layer\n"
        "layers = [Layer('towers', lambda lat, lon: (lat < 15) * 1.0 + 0.001, grade='A1')]\n"
        "class roads:\n"
        "    @staticmethod\n"
        "    def hours(lat, lon, points, limit):\n"
        "        return abs(points.lat - lat) * 3 + 0.1\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    plain = run(locate.app, case, "--json").output.splitlines()[-1]
    monkeypatch.setenv("ENTRAIDE_LOCATE", "bureau_places")
    done = run(locate.app, case)
    assert "towers: speaks against KK Park" in done.output
    assert plain != run(locate.app, case, "--json").output.splitlines()[-1]
    assert versions()["deployment"] == "bureau_places"


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "cannot be loaded"), ("roads = 5", "has no hours"), ("layers = ['towers']", "no Layer")],
)
def test_a_deployment_that_cannot_be_used_is_said(case, tmp_path, monkeypatch, text, says):
    name = f"bureau_bad_{says.replace(' ', '_')}"
    if text:
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("ENTRAIDE_LOCATE", name)
    done = run(locate.app, case)
    assert done.exit_code == 1
    assert says in done.output
    assert "Traceback" not in done.output


def test_a_map_is_a_page_or_a_picture(case, tmp_path):
    done = run(locate.app, case, "--map", tmp_path / "map.pdf")
    assert done.exit_code == 2
    assert not (tmp_path / "map.pdf").exists()


def test_items_that_contradict_each_other_are_named(tmp_path):
    apart = [
        {"kind": "ping", "lat": 16.6476, "lon": 98.5207, "grade": "A1"},
        {"kind": "ping", "lat": 10.62, "lon": 103.52, "grade": "A1", "id": "phone"},
    ]
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"evidence": apart}), "utf-8")
    assert "contradict" in run(locate.app, file).output or "does not go with" in run(locate.app, file).output
    plain = json.loads(run(locate.app, file, "--json").output.splitlines()[-1])
    assert plain["contradictions"] == [["1", "phone"]]


def test_a_public_export_names_no_candidate(case, tmp_path):
    done = run(locate.app, case, "--public", "--geojson", tmp_path / "out.geojson")
    assert done.exit_code == 0
    assert "KK Park" not in done.stdout + (tmp_path / "out.geojson").read_text("utf-8")
    assert run(locate.app, case, "--public", "--map", tmp_path / "m.html").exit_code == 2
    refused = run(locate.app, case, "--public")
    assert refused.exit_code == 2
    assert "--geojson FILE" in refused.output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no JSON"),
        ("[]", "no case"),
        ('{"evidence": []}', "Add at least one item"),
        ('{"evidence": [{}]}', "left out"),
        ('{"evidence": [{"kind": "ping", "lat": %s, "lon": 2}]}' % ("1" * 400), "so large an integer"),
        ('{"evidence": [{"kind": "ping", "lat": %s, "lon": 2}]}' % ("1" * 6000), "no JSON"),
        ('{"evidence": [], "evidence": []}', "there twice"),
        ('{"evidence": [{"kind": "place_name", "name": "\\ud800"}]}', "halves of letters"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_case_is_said_in_one_line(tmp_path, text, says):
    file = tmp_path / "case.json"
    file.write_text(text, "utf-8")
    done = run(locate.app, file)
    assert done.exit_code == 1
    assert says in done.output
    assert "Traceback" not in done.output


def test_names_are_looked_up(tmp_path):
    done = run(gazetteer.app, "ပွိုင်ပက်", "Qzxwvk Jjplm")
    assert "Poipet" in done.output
    assert "no place is known" in done.output
    assert run(gazetteer.app).exit_code == 2
    assert run(gazetteer.app, "Poipet", "--country", "Cambodia").exit_code == 2
    plain = json.loads(run(gazetteer.app, "Poipet", "--json").output)
    assert plain["candidates"][0]["site"] == "poipet"


def test_names_with_what_a_terminal_would_obey_are_shown_without(tmp_path):
    done = run(gazetteer.app, "KK \x1b[31m\u202ePark \udcff")
    assert done.exit_code in (0, 1)
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output


def test_a_name_on_no_list_is_said_to_be_merely_like_others():
    assert "merely like it" in run(gazetteer.app, "Prince compound").output
    assert "merely like it" not in run(gazetteer.app, "Poipet").output


def test_places_of_a_text_are_named(tmp_path):
    file = tmp_path / "statement.txt"
    file.write_text("พวกเขาพาฉันไปแม่สอด แล้วไปเมียวดี", "utf-8")
    assert "Mae Sot" in run(gazetteer.app, "--text", file).output
    file.write_bytes(b"\xff\xfe\x00x")
    assert "UTF-8" in run(gazetteer.app, "--text", file).output


def test_solved_cases_check_the_certainties(tmp_path):
    solved = {**CASE, "solved": {"lat": 16.6476, "lon": 98.5207}}
    (tmp_path / "one.json").write_text(json.dumps(solved), "utf-8")
    (tmp_path / "open.json").write_text(json.dumps(CASE), "utf-8")
    done = run(locate.app, tmp_path, "--check")
    assert "1 solved cases" in done.output
    assert "listed, 3 independent items, 1 solved: the 50% region held 100% (95 % interval 21%" in done.output
    assert "the 90% region held 100% (95 % interval 21% to 100%)" in done.output
    assert "open.json was left out" in done.output
    assert run(locate.app, tmp_path).exit_code == 1


def test_a_place_that_cannot_be_written_to_is_said(case, tmp_path):
    done = run(locate.app, case, "--resolution", 6, "--geojson", tmp_path / "nowhere" / "regions.json")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "cannot be written" in done.output


def test_the_walk_in_the_documentation_comes_out_as_printed(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "locating.md").read_text("utf-8")
    file = tmp_path / "case.json"
    file.write_text(page.partition("```json\n")[2].partition("```")[0], "utf-8")
    done = run(locate.app, file)
    assert "left out" not in done.output
    for rank, name in ((1, "KK Park"), (2, "Shwe Kokko / Yatai New City")):
        assert re.search(rf"{rank}\. +[\d.]+%  {name}", done.output)
        assert re.search(rf"{rank}\. +[\d.]+%  {name}", page)


def test_every_item_that_the_documentation_shows_is_one(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "locating.md").read_text("utf-8")
    items = [json.loads(one) for one in re.findall(r"\| `(\{.*?\})` \|", page)]
    assert len(items) >= 8
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"evidence": [one for one in items if one["kind"] != "photo"]}), "utf-8")
    assert "left out" not in run(locate.app, file).output
