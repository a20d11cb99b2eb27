from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, Handling
from entraide.vocabulary.handling import TLP


def test_reading_anothers_report_is_journalled_and_ones_own_is_not(cast, client_for, as_process) -> None:
    with acting_as(cast.kavya):
        report = actions.submit_report(
            Draft(text="Call +66 81 000 0123", handling=Handling(tlp=TLP.GREEN))
        ).id
    for member in (cast.kavya, cast.somchai):
        assert client_for(member).get(f"/intel/report/{report}").status_code == 200
    with as_process("sealer"):
        readers = JournalEntry.objects.filter(deed="report.read", object_id=str(report))
        assert [entry.member_id for entry in readers] == [cast.somchai.pk]
