"""The words of an issue as they were approved: what is sent, whatever changes later."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletter.models.issue import Issue


class FrozenIssue(models.Model):
    """One for an issue that left the drafts; made anew when it is scheduled again."""

    issue = models.OneToOneField(
        Issue, on_delete=models.CASCADE, related_name="frozen", primary_key=True
    )
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    # Story → revision that was told, so that a correction meanwhile is noticed.
    told = models.JSONField(default=dict)
    # Of public pages, when the gate was last asked: until it moves nothing changed.
    generation = models.BigIntegerField()
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("frozen issue")
        verbose_name_plural = _("frozen issues")

    def __str__(self) -> str:
        return self.subject

    @property
    def digest(self) -> str:
        """Names these very words (SHA-256, hex)."""
        words = "\0".join((self.subject, self.text, self.html))
        return hashlib.sha256(words.encode()).hexdigest()
