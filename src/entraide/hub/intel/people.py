"""A person or an organisation of a report: the claims about it, and its row of the link index."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from entraide.engines.link import fold, names_somebody, search_tokens
from entraide.vocabulary.handling import TLP, HitMode, Label

from ..core import clock
from ..core.acting import Actor
from ..core.ids import new_id
from ..core.models.labelled import label_values, rule_values
from ..core.tokens import token
from .drafts import GivenDocument, NamedPerson

if TYPE_CHECKING:
    from entraide.engines.link.compare import BirthDate

Tables = dict[str, list[tuple[object, ...]]]
SHORTEST_NUMBER = 4  # letters and digits of a document that say something


def claim_label(label: Label) -> Label:
    """A claim about a person is never CLEAR or GREEN, and its hits go to its owner first."""
    return replace(label, tlp=max(label.tlp, TLP.AMBER), hit_mode=max(label.hit_mode, HitMode.OWNER_FIRST))


def add_person_rows(
    tables: Tables,
    person: NamedPerson,
    label: Label,
    actor: Actor,
    report_id: UUID,
    made_at: datetime,
    said_on: date,
) -> UUID:
    """An entity, a claim for each thing said of it, the words of its names, and its row of the link index.

    ``said_on``: the day of an age. Returns the entity's id.
    """
    label = claim_label(label)
    entity_id = new_id()
    tables["intel_entity"].append((entity_id, actor.organisation, person.kind, made_at))
    add_claim_rows(
        tables, said_of(person, said_on), person.status, label, actor, entity_id, report_id, made_at
    )
    tables["intel_linkperson"].append(
        (
            str(entity_id),
            str(report_id),
            person.kind,
            actor.state,
            actor.unit,
            *compared(person, said_on),
            made_at.isoformat(),
            *label_values(label),
        )
    )
    return entity_id


def add_claim_rows(
    tables: Tables,
    said: Iterable[tuple[str, str]],
    status: str,
    label: Label,
    actor: Actor,
    entity_id: UUID,
    report_id: UUID,
    made_at: datetime,
) -> None:
    """``label``: that of a claim, see ``claim_label``."""
    whole, rule = label_values(label), rule_values(label)
    for name, value in said:
        claim_id = new_id()
        tables["intel_claim"].append(
            (claim_id, entity_id, report_id, name, value, status, actor.member, made_at, *whole)
        )
        if name in ("name", "alias"):
            for word in search_tokens(value):
                tables["intel_nametoken"].append((word, entity_id, claim_id, report_id, *rule))


def said_of(person: NamedPerson, said_on: date) -> list[tuple[str, str]]:
    """(property, value) of each claim, as written."""
    said: list[tuple[str, object]] = [
        ("name", person.name),
        *(("alias", alias) for alias in person.aliases),
        ("birth_date", person.birth),
        ("birth_year", person.birth_year),
        ("age", None if person.age is None else f"{person.age} on {person.age_on or said_on}"),
        ("sex", person.sex),
        *(("nationality", code) for code in person.nationalities),
        *(("document", f"{document.kind}: {document.number}") for document in person.documents),
        ("place", person.place),
    ]
    cleaned = ((name, str(value).replace("\x00", "").strip()) for name, value in said if value is not None)
    return list(dict.fromkeys((name, value) for name, value in cleaned if value))


def person_of(said: Iterable[tuple[str, str]], kind: str = "person") -> NamedPerson:
    """The reverse of ``said_of``: what all claims about one say together, the newest last."""
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in said:
        values[name].append(value)

    def last(name: str) -> str:
        return values[name][-1] if values[name] else ""

    age, _, day = last("age").partition(" on ")
    nationalities = tuple(dict.fromkeys(values["nationality"]))
    return NamedPerson(
        name=values["name"][0] if values["name"] else "",
        aliases=tuple(dict.fromkeys([*values["name"][1:], *values["alias"]])),
        kind=kind,
        birth=last("birth_date"),
        birth_year=int(last("birth_year")) if last("birth_year").isdecimal() else None,
        age=int(age) if age.isdecimal() else None,
        age_on=date.fromisoformat(day) if day else None,
        sex=last("sex"),
        nationality=nationalities[0] if nationalities else None,
        other_nationalities=nationalities[1:],
        documents=tuple(
            GivenDocument(*value.split(": ", 1)) for value in values["document"] if ": " in value
        ),
        place=last("place"),
    )


def compared(person: NamedPerson, said_on: date) -> tuple[object, ...]:
    """names, birth_from, birth_to, sex, nationalities, documents and place of the row that is compared."""
    birth = birth_of(person, said_on)
    tokens = dict.fromkeys(filter(None, map(document_token, person.documents)))
    return (
        [name.replace("\x00", "") for name in dict.fromkeys(person.names) if names_somebody(name)],
        birth and birth.first,
        birth and birth.last,
        person.sex,
        list(person.nationalities),
        list(tokens),
        person.place.replace("\x00", ""),
    )


def birth_of(person: NamedPerson, said_on: date) -> "BirthDate | None":
    """The days on which the person may have been born, from the most exact that is said.

    Raises InvalidBirthDate, with reason and remedy.
    """
    if not person.birth and person.birth_year is None and person.age is None:
        return None
    from entraide.engines.link.compare import BirthDate  # brings kernels that most reports do not need

    country = person.nationality or ""
    if person.birth:
        return BirthDate.read(person.birth, country=country, today=clock.today())
    if person.birth_year is not None:
        return BirthDate.on(person.birth_year, country=country, today=clock.today())
    return BirthDate.of_age(person.age or 0, on=person.age_on or said_on)


def document_token(document: GivenDocument) -> UUID | None:
    """A keyed token of kind and number; None for a number too short to be one."""
    number = number_of(document)
    return token("document", f"{document.kind} {number}") if len(number) >= SHORTEST_NUMBER else None


def number_of(document: GivenDocument) -> str:
    """Its letters and digits, however they are spaced and in whatever digits they are written."""
    return "".join(filter(str.isalnum, fold(document.number))).upper()
