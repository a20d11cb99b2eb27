"""The linker finds pictures that were saved again or changed a little, by their hashes alone."""

import io

import pytest
from django.db import connection
from PIL import Image

from entraide.bench import _drawings as drawings
from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.linking.pictures import link_waiting_pictures
from entraide.hub.intel.models import Attachment, Hit, LinkPicture
from entraide.vocabulary.handling import HitMode


def file(member, *pictures: io.BytesIO):
    with acting_as(member):
        report = actions.submit_report(Draft(text="A poster", handling=Handling(hit_mode=HitMode.OPEN)))
        for at, picture in enumerate(pictures):
            actions.attach(report.id, f"{at}.jpg", picture)
    return report.id


@pytest.fixture
def linked_pictures(as_process):
    def run() -> list[tuple[float, bool]]:
        with as_process("linker"), connection.cursor() as cursor:
            return [(pair.likeness, pair.sure) for pair in link_waiting_pictures(cursor)[1]]

    return run


def test_a_forwarded_copy_is_surely_the_same_and_another_poster_is_not(cast, linked_pictures) -> None:
    file(cast.kavya, drawings.file(drawings.scene(1)), drawings.file(drawings.scene(2)))
    file(cast.wanjiru, drawings.file(drawings.smaller(drawings.scene(1)), quality=40))
    ((distance, sure),) = linked_pictures()
    assert distance <= 4
    assert sure


def test_a_cropped_copy_is_for_a_person_to_look_at(cast, linked_pictures) -> None:
    file(cast.kavya, drawings.file(drawings.scene(1)))
    file(cast.wanjiru, drawings.file(drawings.cropped(drawings.scene(1))))
    assert [sure for _, sure in linked_pictures()] == [False]


def test_the_cards_of_two_people_are_never_surely_the_same(cast, linked_pictures) -> None:
    for seed in range(8):
        file(cast.kavya, drawings.file(drawings.identity_card(seed)))
    assert not any(sure for _, sure in linked_pictures())


def test_two_pictures_of_one_report_are_no_pair(cast, linked_pictures) -> None:
    file(cast.kavya, drawings.file(drawings.scene(1)), drawings.file(drawings.smaller(drawings.scene(1))))
    assert linked_pictures() == []


def test_a_picture_that_cannot_be_compared_is_attached_and_stays_outside(cast, linked_pictures) -> None:
    whole = drawings.file(drawings.scene(1)).getvalue()
    broken = io.BytesIO(whole[: len(whole) // 3])
    blank = drawings.file(Image.new("RGB", (300, 300), "white"))
    report = file(cast.kavya, broken, blank)
    with acting_as(cast.kavya):
        assert Attachment.objects.filter(report_id=report).count() == 2
        assert not LinkPicture.objects.exists()
    assert linked_pictures() == []


def test_the_hit_says_how_far_the_pictures_are_apart(cast, linked) -> None:
    file(cast.kavya, drawings.file(drawings.scene(1)))
    file(cast.wanjiru, drawings.file(drawings.scene(1), quality=30))
    linked()
    with acting_as(cast.kavya):
        (hit,) = Hit.objects.all()
    ((reason,)) = hit.reasons
    assert reason["kind"] == "picture"
    assert reason["distance"] <= 4
    assert hit.strength == Hit.Strength.SURE


def test_the_chunks_go_with_the_file(cast, linked_pictures, as_process) -> None:
    file(cast.kavya, drawings.file(drawings.scene(1)))
    linked_pictures()
    with acting_as(cast.kavya):
        LinkPicture.objects.all().delete()
    with as_process("linker"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intel_picturechunk")
        assert cursor.fetchone() == (0,)
