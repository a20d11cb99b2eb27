"""Exercise Moei: the demonstration, the test bed and the tour are one story.

>>> from entraide.exercise import generate
>>> exercise = generate(seed=6)
>>> len(exercise.organisations), len(exercise.reports) > 350
(30, True)
>>> exercise.report("typing_job/kochi-report").label.tlp.word
'AMBER'
>>> hit = exercise.truth.must_hit[0]        # two report keys, kind and value of what they share
>>> exercise.learns_of("kavya", hit, Purpose.INVESTIGATION)

Public geography and published counts are real and sourced; every person, number, handle, company, account
and wallet is invented. The same seed gives the same exercise, ids included. This package needs no database;
``entraide.exercise.load`` puts the exercise into a hub.

A note on the counts of 6 November (270) and 10 November (197): one text in circulation says that these people
were brought *to Thailand* on those days. The embassy of India and the press of the day say that they were
flown from Mae Sot *to India*. The exercise follows the latter.
"""

from __future__ import annotations

from entraide.exercise.generator import Exercise, generate
from entraide.exercise.shapes import Attempt, Member, Message, Organisation, Release, Report, Watch
from entraide.exercise.truth import Overlap, Truth

__all__ = [
    "Attempt",
    "Exercise",
    "Member",
    "Message",
    "Organisation",
    "Overlap",
    "Release",
    "Report",
    "Truth",
    "Watch",
    "generate",
]
