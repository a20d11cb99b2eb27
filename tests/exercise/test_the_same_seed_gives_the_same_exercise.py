import pickle

import pytest

from entraide.exercise import Exercise, generate
from entraide.hub.core.ids import new_id, seeded


def test_a_second_time_everything_is_the_same_to_the_letter(exercise: Exercise) -> None:
    again = generate(seed=6)
    assert again == exercise
    assert pickle.dumps(again.reports) == pickle.dumps(exercise.reports)


def test_another_seed_gives_other_ids_and_other_numbers(exercise: Exercise) -> None:
    other = generate(seed=7)
    assert {r.id for r in other.reports}.isdisjoint(r.id for r in exercise.reports)
    phones = [{s.value for r in e.reports for s in r.selectors if not s.common} for e in (exercise, other)]
    assert len(phones[0] & phones[1]) < 200  # handles and domains of the stories keep their names


def test_a_larger_scale_only_adds(exercise: Exercise) -> None:
    larger = generate(seed=6, scale=2)
    assert set(exercise.reports) < set(larger.reports)
    assert set(exercise.truth.must_hit) < set(larger.truth.must_hit)


def test_without_scale_the_stories_remain() -> None:
    stories = generate(seed=6, scale=0)
    assert {r.story for r in stories.reports} == {
        "typing_job",
        "one_name",
        "same_advert",
        "nine_minutes",
        "river",
        "two_operations",
        "new_lure",
        "bad_manners",
    }


def test_a_negative_scale_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match="scale: give 0"):
        generate(scale=-1)


def test_ids_are_random_in_shape(exercise: Exercise) -> None:
    ids = (
        [o.id for o in exercise.organisations]
        + [m.id for m in exercise.members]
        + [r.id for r in exercise.reports]
    )
    assert len(set(ids)) == len(ids)
    assert all(id.version == 4 and id.variant == "specified in RFC 4122" for id in ids)


def test_the_hub_will_give_a_report_the_id_that_the_generator_foretells(exercise: Exercise) -> None:
    for report in exercise.reports[:20]:
        with seeded(report.id_seed):
            assert new_id() == report.id
