"""From what an author chose to a label that holds, and a label in words."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entraide.vocabulary import countries
from entraide.vocabulary.handling import (
    INFORMATION_GRADES,
    LONGEST_YEARS,
    SOURCE_GRADES,
    TLP,
    HitMode,
    Label,
)

from ..core import clock
from ..core.acting import Actor
from ..core.errors import Invalid
from ..core.models.labelled import PurposeChoices
from ..directory.models import Member, Organisation
from .drafts import Handling

LONGEST_CAVEAT = 1000


def years_from(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def longest_expiry() -> date:
    return years_from(clock.today(), LONGEST_YEARS)


class LabelMaker:
    """Checks handlings against the directory; asks it once for each set of names, however many reports."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._today = clock.today()
        self._longest = longest_expiry()
        self._made: dict[Handling, Label] = {}

    def make(self, handling: Handling) -> Label:
        """The label. Raises Invalid, naming the field and the remedy."""
        if handling not in self._made:
            self._check(handling)
            self._made[handling] = Label(
                owner=self._actor.organisation,
                tlp=handling.tlp,
                audience=handling.audience - {self._actor.organisation},
                recipients=handling.recipients if handling.tlp == TLP.RED else frozenset(),
                excluded_states=handling.excluded_states,
                hit_mode=handling.hit_mode,
                purposes=handling.purposes,
                handling_codes=handling.handling_codes,
                expires_on=handling.expires_on or self._longest,
                caveat=handling.caveat,
                source_grade=handling.source_grade,
                information_grade=handling.information_grade,
            )
        return self._made[handling]

    def _check(self, handling: Handling) -> None:
        problems = {}
        if handling.expires_on and not self._today < handling.expires_on <= self._longest:
            problems["expires_on"] = _("Choose a day from tomorrow to %(day)s.") % {
                "day": date_format(self._longest, "j F Y")
            }
        if not handling.purposes:
            problems["purposes"] = _("Choose at least one purpose.")
        if handling.tlp == TLP.RED and not handling.recipients:
            problems["recipients"] = _("RED is for named people: name at least one.")
        if self._unknown(Organisation, handling.audience):
            problems["audience"] = _("One of these organisations is not a member. Choose from the list.")
        if self._unknown(Member, handling.recipients):
            problems["recipients"] = _("One of these people is not a member. Choose from the list.")
        if not handling.excluded_states <= countries.codes():
            problems["excluded_states"] = _("Give countries by their two-letter code, as in TH.")
        if self._actor.state in handling.excluded_states:
            problems["excluded_states"] = _("You cannot exclude your own State.")
        if len(handling.caveat) > LONGEST_CAVEAT:
            problems["caveat"] = _("Use at most %(most)d characters.") % {"most": LONGEST_CAVEAT}
        if handling.source_grade not in set(SOURCE_GRADES):
            problems["source_grade"] = _("Choose a grade from A to F.")
        if handling.information_grade not in set(INFORMATION_GRADES):
            problems["information_grade"] = _("Choose a grade from 1 to 6.")
        if problems:
            raise Invalid(problems)

    @staticmethod
    def _unknown(model: type[Organisation] | type[Member], ids: frozenset[UUID]) -> bool:
        return bool(ids) and model.objects.filter(pk__in=ids).count() != len(ids)


def in_words(label: Label) -> str:
    """The effect of a label, as in “Visible to: India, Thailand. Hits to me first. Expires 6 Nov 2030.”"""
    return " ".join(sentences(label))


def sentences(label: Label, *, own: bool = True) -> list[str]:
    """The same, a sentence at a time; to readers of another organisation unless ``own``."""
    said = [_visible_to(label)]
    if label.excluded_states:
        names = _listed(countries.name(code) for code in label.excluded_states)
        said.append(_("Hidden from every organisation of: %(countries)s.") % {"countries": names})
    if own:
        said.append(
            {
                HitMode.OPEN: _("Hits to both sides at once."),
                HitMode.OWNER_FIRST: _("Hits to me first; I release them."),
                HitMode.SILENT: _("Hits to me alone; the other side never learns of them."),
            }[label.hit_mode]
        )
    purposes = [str(choice.label) for choice in PurposeChoices if choice.value & label.purposes]
    if len(purposes) < len(PurposeChoices):
        said.append(_("For use in: %(purposes)s.") % {"purposes": _listed(purposes)})
    said.append(_("Expires %(day)s.") % {"day": date_format(label.expires_on, "j M Y")})
    if label.disputed:
        said.append(_("Disputed: out of use until the dispute is settled."))
    if label.legal_hold:
        said.append(_("Under legal hold: not deleted."))
    return said


def _visible_to(label: Label) -> str:
    if label.tlp <= TLP.GREEN:
        return _("Visible to: every member organisation.")
    if label.tlp == TLP.RED:
        names = Member.objects.filter(pk__in=label.recipients).values_list("name", flat=True)
        count = len(label.recipients)
        return ngettext(
            "Visible to: %(names)s alone.", "Visible to these %(count)d people alone: %(names)s.", count
        ) % {"names": _listed(names), "count": count}
    ids = {label.owner, *label.audience}
    return _("Visible to: %(names)s.") % {
        "names": _listed(Organisation.objects.filter(pk__in=ids).values_list("name", flat=True))
    }


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(str, names)))
