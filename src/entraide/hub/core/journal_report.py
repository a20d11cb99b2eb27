"""What a proof of the journal found, and the heads that it may be held against."""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .journal_chain import Head

MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold. ``number``: of the entry, where there is one."""

    kind: str  # altered, broken, missing, doubled, detail, truncated, forked, signature, unsigned, file, key, witness
    organisation: str
    number: int | None
    words: str


@dataclass
class Report:
    """What a proof found. ``waiting``: journalled and not sealed yet; ``erased``: entries whose detail is gone."""

    organisations: int = 0
    entries: int = 0
    erased: int = 0
    waiting: int = 0
    heads: int = 0
    heads_in_file: int = 0
    witnessed: int = 0
    held: int = 0
    more_findings: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings

    def add(self, kind: str, organisation: str, number: int | None, words: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, organisation, number, words))
        else:
            self.more_findings += 1

    def words(self) -> list[str]:
        """The findings, or that there are none, then what was proved."""
        said = [finding.words for finding in self.findings]
        if self.more_findings:
            said.append(_("And %(count)d more like these.") % {"count": self.more_findings})
        if self.ok:
            said.append(_("The journal holds: nothing was changed, dropped or reordered."))
        counted = ngettext("%(count)s entry proved.", "%(count)s entries proved.", self.entries)
        said.append(counted % {"count": f"{self.entries:,}"})
        said.append(
            _(
                "Held against %(heads)s signed heads, %(file)s of them outside the database, %(witnessed)s witnessed."
            )
            % {
                "heads": f"{self.heads:,}",
                "file": f"{self.heads_in_file:,}",
                "witnessed": f"{self.witnessed:,}",
            }
        )
        erased = ngettext(
            "Of %(count)s entry the detail was erased.",
            "Of %(count)s entries the detail was erased.",
            self.erased,
        )
        waiting = ngettext(
            "%(count)s entry waits for the sealer.", "%(count)s entries wait for the sealer.", self.waiting
        )
        said += [
            words % {"count": f"{count:,}"}
            for words, count in ((erased, self.erased), (waiting, self.waiting))
            if count
        ]
        return said

    def as_json(self) -> dict[str, Any]:
        return {"ok": self.ok, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Held:
    """A head as someone keeps it elsewhere: whole, or its digest alone."""

    organisation: str
    digest: bytes
    head: Head | None = None
    name: str = ""

    @classmethod
    def from_json(cls, value: dict[str, Any], name: str) -> "Held":
        """As ``entraide journal head`` writes it. Raises KeyError, TypeError or ValueError."""
        organisation, digest = str(UUID(str(value["organisation"]))), bytes.fromhex(str(value["digest"]))
        head = Head.from_json(value) if "number" in value else None
        if head is not None and head.digest != digest:
            raise ValueError("its digest is not that of the head in it")
        return cls(organisation, digest, head, name)
