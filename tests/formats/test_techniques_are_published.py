"""As a MISP galaxy with its cluster, and as STIX attack-patterns, under ids that never change."""

import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import stix2

from entraide.formats import techniques
from entraide.vocabulary import modi_operandi

# What the schemas of the MISP galaxies ask of a file, and what they let a value hold.
GALAXY = {"description", "type", "version", "name", "uuid"}
CLUSTER = {"description", "type", "version", "name", "uuid", "values", "authors", "source"}
VALUE = {"description", "value", "uuid", "related", "meta"}


def test_ids_never_change() -> None:
    assert techniques.uuid_of("W1.01") == UUID("31ace915-1b75-5a5a-a8cd-4e3d3ed336ec")
    assert len({techniques.uuid_of(id) for id in modi_operandi.ids()}) == len(modi_operandi.ids()) == 90


def test_the_galaxy_and_its_cluster_hold_what_the_schemas_ask_for() -> None:
    galaxy, cluster = techniques.galaxy(), techniques.cluster()
    assert galaxy.keys() >= GALAXY
    assert cluster.keys() >= CLUSTER
    assert galaxy["type"] == cluster["type"]
    assert isinstance(cluster["version"], int)
    assert len(cluster["values"]) == 90
    phases = galaxy["kill_chain_order"][galaxy["type"]]
    for value in cluster["values"]:
        assert value.keys() <= VALUE
        assert all(place.partition(":")[2] in phases for place in value["meta"]["kill_chain"])
        for many in ("refs", "synonyms"):
            assert len(set(value["meta"].get(many, []))) == len(value["meta"].get(many, []))
    names = [value["value"] for value in cluster["values"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["mitre-fraud-framework", "attck4fraud", "interpol-dwva"])
def test_published_clusters_are_of_the_same_shape(name: str) -> None:
    shared = Path(os.environ.get("ENTRAIDE_SHARED_DATA", "../shared/data"))
    file = shared / "fetched" / "share" / "misp" / f"galaxy-{name}.json"
    if not file.is_file():
        pytest.skip("the published galaxies are not here (ENTRAIDE_SHARED_DATA)")
    theirs: dict[str, Any] = json.loads(file.read_text("utf-8"))
    ours = techniques.cluster()
    assert ours.keys() == theirs.keys()
    assert {type(ours[key]) for key in ours} == {type(theirs[key]) for key in theirs}
    assert ours["values"][0].keys() == theirs["values"][0].keys()


def test_mitre_knows_those_of_the_vocabulary_that_name_it() -> None:
    shared = Path(os.environ.get("ENTRAIDE_SHARED_DATA", "../shared/data"))
    file = shared / "fetched" / "share" / "misp" / "galaxy-mitre-fraud-framework.json"
    if not file.is_file():
        pytest.skip("the published galaxies are not here (ENTRAIDE_SHARED_DATA)")
    values = json.loads(file.read_text("utf-8"))["values"]
    known = {value["meta"]["external_id"]: value["meta"]["refs"][0] for value in values}
    for value in techniques.cluster()["values"]:
        id = value["meta"].get("mitre_id", "")
        if id.startswith("F"):
            assert value["meta"]["refs"] == [known[id]]


def test_stix_reads_back_what_was_written() -> None:
    written = techniques.bundle()
    read = stix2.parse(json.loads(json.dumps(written)))
    assert [json.loads(one.serialize()) for one in read.objects] == written["objects"]
    patterns = [one for one in read.objects if one.type == "attack-pattern"]
    assert len(patterns) == 90
    for pattern in patterns:
        own = pattern.external_references[0]
        assert pattern.id == f"attack-pattern--{techniques.uuid_of(own.external_id)}"
    mitre = {
        reference.external_id
        for pattern in patterns
        for reference in pattern.external_references
        if reference.source_name.startswith("mitre")
    }
    assert mitre == {one.external for one in modi_operandi.load().values() if one.external}


def test_names_in_other_languages_go_with_their_technique() -> None:
    objects = techniques.bundle()["objects"]
    patterns = {one["id"] for one in objects if one["type"] == "attack-pattern"}
    named = [one for one in objects if one["type"] == "language-content"]
    assert {one["object_ref"] for one in named} == patterns
    assert named[0]["contents"]["fr"]["name"] == "Fausse offre d’emploi à l’étranger"


def test_it_is_written_the_same_every_time() -> None:
    assert json.dumps(techniques.bundle()) == json.dumps(techniques.bundle())
