from datetime import timedelta

from django.db import models


class Hub(models.Model):
    """The one row about this database: is it an exercise, and how far is its clock from the real one?"""

    exercise = models.BooleanField(default=False)
    clock_offset = models.DurationField(default=timedelta(0))
    story_seed = models.BigIntegerField(null=True)

    class Meta:
        db_table = "core_hub"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_hub")]
