"""How near two stories are: found when either is published, read with every page."""

from django.db import models


class Neighbour(models.Model):
    """Both ways round. It says nothing of either being public: who reads it asks."""

    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, related_name="neighbours"
    )
    other = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, related_name="+"
    )
    # A topic in common counts 1, a place 1, the words less than 1 together.
    nearness = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "other"], name="neighbour_once"),
            models.CheckConstraint(
                condition=~models.Q(story=models.F("other")),
                name="neighbour_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} – {self.other_id}: {self.nearness:.2f}"
