"""The story lines of the exercise. Each module has ``tell(make)``, which yields its reports as drafts."""

from __future__ import annotations

from entraide.exercise.stories import (
    bad_manners,
    new_lure,
    nine_minutes,
    one_name,
    river,
    same_advert,
    two_operations,
    typing_job,
)

STORIES = {
    "typing_job": typing_job,
    "one_name": one_name,
    "same_advert": same_advert,
    "nine_minutes": nine_minutes,
    "river": river,
    "two_operations": two_operations,
    "new_lure": new_lure,
    "bad_manners": bad_manners,
}
