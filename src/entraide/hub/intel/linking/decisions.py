"""What people decided on matches of people: feedback from which weights are learned."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

# The newest word of each side; a decision that was taken back is none.
_DECIDED = """
SELECT reason, array_agg(said.verdict ORDER BY said.verdict) FROM intel_hit AS hit
    CROSS JOIN LATERAL jsonb_array_elements(hit.reasons) AS reason
    JOIN LATERAL (
        SELECT DISTINCT ON (organisation_id) verdict FROM intel_decision WHERE hit_id = hit.id
            ORDER BY organisation_id, decided_at DESC) AS said ON said.verdict <> 'undo'
    WHERE hit.older_kind IN ('person', 'organisation') AND reason ? 'fields'
    GROUP BY hit.id, reason ORDER BY md5(hit.id::text)
"""


def decided() -> Iterator[dict[str, Any]]:
    """One a hit: ``fields`` (field → level), ``bits`` (field → bits), the ``version`` of the weights, and the
    ``verdicts``, two where both sides spoke. In an order that tells nothing; no value, no id, no organisation."""
    with connection.cursor() as cursor:
        cursor.execute(_DECIDED)
        rows = cursor.fetchall()
    for reason, verdicts in rows:
        match = json.loads(reason)
        fields = match["fields"]
        yield {
            "kind": match["kind"],
            "fields": {one["field"]: one["level"] for one in fields},
            "bits": {one["field"]: one["bits"] for one in fields},
            "probability": match["probability"],
            "version": match["version"],
            "verdicts": verdicts,
        }
