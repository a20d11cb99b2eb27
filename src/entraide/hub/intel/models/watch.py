from django.db import models

from ...core.ids import new_id
from ...core.models import Labelled


class Watch(Labelled):
    """A selector one waits for. Its value is encrypted under the watch's own key; the linker has its token."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    sealed_value = models.BinaryField()
    token = models.UUIDField()
    reason = models.CharField(max_length=300)
    case_reference = models.CharField(max_length=80)
    created_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
