"""The verbs of intelligence: the only places that write. Pages, API, command line and feeds call these."""

from .attachments import Collected, attach, hand_over, open_file, open_original
from .handover import leave_note, take_over
from .hits import decide, release, write_message
from .known import say_known, take_back_known
from .marks import (
    add_person,
    mark_place,
    mark_technique,
    say_of_person,
    unmark_place,
    unmark_technique,
)
from .proposals import confirm_proposal, export_decided, reject_proposal, take_back_decision
from .read import open_report
from .relabel import relabel
from .submit import Submitted, submit_report, submit_reports
from .watches import end_watch, watch, watched_value
from .where import export_where, work_out_where

__all__ = [
    "Collected",
    "Submitted",
    "add_person",
    "attach",
    "confirm_proposal",
    "decide",
    "end_watch",
    "export_decided",
    "export_where",
    "hand_over",
    "leave_note",
    "mark_place",
    "mark_technique",
    "open_file",
    "open_original",
    "open_report",
    "reject_proposal",
    "relabel",
    "release",
    "say_known",
    "say_of_person",
    "submit_report",
    "submit_reports",
    "take_back_decision",
    "take_back_known",
    "take_over",
    "unmark_place",
    "unmark_technique",
    "watch",
    "watched_value",
    "work_out_where",
    "write_message",
]
