"""The columns in which a report and what was found in it are written."""

from ...core.models.labelled import LABEL_COLUMNS, RULE_COLUMNS


def _columns(own: str, label: tuple[str, ...] = RULE_COLUMNS) -> tuple[str, ...]:
    return (*own.split(), *label)


TABLES = {
    "intel_report": _columns(
        "id author_id client_id source_kind title text language country observed_at received_at source"
        " case_reference hold_reason dispute_reason",
        LABEL_COLUMNS,
    ),
    "intel_selector": _columns('id report_id kind value raw start "end" token flaw common received_at'),
    "intel_technique": _columns("id report_id technique words marked_by_id marked_at"),
    "intel_place": _columns("id report_id name lat lon radius_km site marked_by_id marked_at"),
    "intel_entity": _columns("id owner_id kind created_at", ()),
    "intel_claim": _columns(
        "id entity_id report_id property value subject_status made_by_id made_at", LABEL_COLUMNS
    ),
    "intel_nametoken": _columns("token entity_id claim_id report_id"),
    "intel_searchtoken": _columns("token received_at report_id"),
    "intel_linkentry": _columns(
        "token kind record_kind record_id state unit received_at capped", LABEL_COLUMNS
    ),
    "intel_linkperson": _columns(
        "record_id report_id kind state unit names birth_from birth_to sex nationalities documents place"
        " received_at",
        LABEL_COLUMNS,
    ),
    "intel_linktext": _columns("record_id state unit signature received_at", LABEL_COLUMNS),
    "intel_linkpicture": _columns("record_id attachment_id phash fine state unit received_at", LABEL_COLUMNS),
}
SPREAD = {"intel_searchtoken"}  # a report has forty, which share all but the word
CHILD_TABLES = [table for table in TABLES if table != "intel_report"]
