from entraide.exercise import Exercise
from entraide.hub.core.permissions import PERMISSIONS, ROLES
from entraide.hub.directory.models import Organisation, Power
from tests import cast


def test_there_are_some_thirty_organisations_in_twenty_countries(exercise: Exercise) -> None:
    assert len(exercise.organisations) >= 25
    assert len({o.country for o in exercise.organisations}) >= 20


def test_every_organisation_has_one_administrator_and_someone_to_do_the_work(exercise: Exercise) -> None:
    for organisation in exercise.organisations:
        roles = [m.roles for m in exercise.members if m.organisation == organisation.key]
        assert sum("administrator" in r for r in roles) == 1, organisation.key
        assert any("administrator" not in r for r in roles), organisation.key


def test_every_role_of_the_hub_is_played_and_no_other(exercise: Exercise) -> None:
    assert {role for m in exercise.members for role in m.roles} == set(ROLES)


def test_kinds_and_powers_are_those_of_the_directory(exercise: Exercise) -> None:
    assert {o.kind for o in exercise.organisations} <= set(Organisation.Kind.values)
    assert {power for o in exercise.organisations for power in o.powers} == set(Power.Kind.values)


def test_somebody_is_on_duty_and_some_contacts_are_stale(exercise: Exercise) -> None:
    assert {o.on_duty for o in exercise.organisations} == {True, False}
    answering = {m.organisation for m in exercise.members if m.on_duty}
    assert answering == {o.key for o in exercise.organisations if o.on_duty}
    assert exercise.member("somchai").on_duty
    assert None in {o.contact_tested for o in exercise.organisations}
    assert all(
        o.contact_tested is None or o.contact_tested < exercise.opens_at for o in exercise.organisations
    )


def test_addresses_reach_nobody(exercise: Exercise) -> None:
    emails = [m.email for m in exercise.members]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(".example") and email.isascii() for email in emails)


def test_tests_call_the_cast_by_name(exercise: Exercise) -> None:
    assert exercise.member(cast.KAVYA.key).email == cast.KAVYA.email
    assert exercise.organisation(cast.THAILAND.key).country == "TH"


def test_authors_may_submit_and_those_at_the_desk_may_watch_release_and_write(exercise: Exercise) -> None:
    def carries(permission: str, member: str) -> bool:
        return not PERMISSIONS[permission].isdisjoint(exercise.member(member).roles)

    assert all(carries("report.submit", r.author) for r in exercise.reports)
    assert all(carries("watch", w.member) for w in exercise.watches)
    assert all(carries("hit.decide", r.member) for r in exercise.releases)
    assert all(carries("hit.decide", m.author) for m in exercise.messages)
