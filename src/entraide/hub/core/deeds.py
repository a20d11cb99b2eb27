"""The journal in words: what each deed, object and piece of detail is called."""

import json
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "attachment.add": _("Attached a file"),
    "attachment.hand_over": _("Handed evidence over"),
    "attachment.open": _("Opened a file"),
    "attachment.open_original": _("Opened the sealed original"),
    "contact.test": _("Tested a contact"),
    "duty.off": _("Went off duty"),
    "duty.on": _("Went on duty"),
    "entity.read": _("Looked at a person or thing"),
    "handover.leave": _("Left a hand-over note"),
    "handover.take": _("Took a shift over"),
    "hit.decide": _("Decided a hit"),
    "hit.message": _("Wrote on a hit"),
    "hit.release": _("Released a hit"),
    "invitation.accept": _("Accepted an invitation"),
    "invitation.withdraw": _("Withdrew an invitation"),
    "invite": _("Invited someone"),
    "api-key.use": _("Used an API key"),
    "join": _("Joined the hub"),
    "job.cancel": _("Cancelled a long job"),
    "job.cancelled": _("A long job was cancelled"),
    "job.failed": _("A long job failed"),
    "job.start": _("Started a long job"),
    "journal.countersign": _("Countersigned another journal"),
    "journal.export": _("Exported the journal"),
    "journal.read": _("Read the journal"),
    "member.reinstate": _("Reinstated a member"),
    "member.roles": _("Changed someone’s roles"),
    "member.suspend": _("Suspended a member"),
    "organisation.admit": _("Admitted an organisation"),
    "organisation.correct": _("Corrected the directory"),
    "organisation.reinstate": _("Reinstated an organisation"),
    "organisation.suspend": _("Suspended an organisation"),
    "password.change": _("Changed the password"),
    "person.add": _("Recorded a person"),
    "person.say": _("Recorded more about a person"),
    "place.mark": _("Marked a place"),
    "place.unmark": _("Took a place mark away"),
    "profile": _("Changed the own profile"),
    "evidence.say": _("Said what else is known of where a centre is"),
    "evidence.take_back": _("Took back what was said of where a centre is"),
    "proposal.confirm": _("Confirmed what was read in a report"),
    "proposal.decide": _("Decided what was read in a report"),
    "proposal.export": _("Exported decisions on what was read in reports"),
    "proposal.reject": _("Rejected what was read in a report"),
    "proposal.take_back": _("Took a decision back"),
    "purpose": _("Changed the purpose"),
    "read": _("Looked at something"),
    "report.delete": _("Deleted a report"),
    "report.dispute": _("Flagged a report as disputed"),
    "report.export": _("Exported reports"),
    "report.hold": _("Placed a legal hold"),
    "report.locate": _("Worked out where a centre may be"),
    "report.locate_export": _("Exported where a centre may be"),
    "report.read": _("Read a report"),
    "report.relabel": _("Changed a report’s handling"),
    "report.release_hold": _("Released a legal hold"),
    "report.renew": _("Renewed a report"),
    "report.settle": _("Settled a dispute"),
    "report.submit": _("Filed a report"),
    "report.submit_many": _("Filed many reports"),
    "retention.delete": _("Expired and deleted by the hub"),
    "search": _("Searched"),
    "search.person": _("Searched for a person"),
    "sign-in": _("Signed in"),
    "sign-in.renewed": _("Set up a new sign-in"),
    "technique.mark": _("Marked a method"),
    "technique.unmark": _("Took a method mark away"),
    "watch.begin": _("Began to watch a selector"),
    "watch.end": _("Ended a watch"),
}

OBJECTS = {
    "attachment": _("File"),
    "entity": _("Person or thing"),
    "hit": _("Hit"),
    "job": _("Long job"),
    "journal": _("Journal"),
    "journal.head": _("Head of a journal"),
    "member": _("Member"),
    "organisation": _("Organisation"),
    "report": _("Report"),
    "search": _("Search"),
    "session": _("Session"),
    "watch": _("Watch"),
}

DETAILS = {
    "after": _("After"),
    "before": _("Before"),
    "case": _("Case"),
    "chosen": _("Asked for"),
    "count": _("Count"),
    "kind": _("Kind"),
    "query": _("Searched for"),
    "reason": _("Reason"),
    "report": _("Report"),
    "to": _("To"),
    "verdict": _("Verdict"),
}
_WHY = ("reason", "case", "query")  # what an auditor looks for first
LONGEST_VALUE = 400


def words(table: Mapping[str, object], key: str) -> str:
    """The word for a key, or the key itself where a newer deed has none yet."""
    return str(table.get(key, key))


def said(detail: str) -> list[tuple[str, str]]:
    """(what, value) of an entry's detail, why it was done first."""
    values: dict[str, object] = json.loads(detail)
    order = sorted(values, key=lambda key: (key not in _WHY, key))
    return [
        (words(DETAILS, key).replace("_", " "), _text(values[key]))
        for key in order
        if values[key] not in ("", None, {}, [])
    ]


def _text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
