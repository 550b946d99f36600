"""The last of the first steps: a story that the public can read."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.first_steps import FirstStep, first_steps
from stories.models import Edition


def contribute() -> None:
    first_steps.add(
        FirstStep(
            "story",
            30,
            _("Write the first story and hand it in: a colleague publishes it"),
            "/admin/stories/story/add/",
            lambda: Edition.objects.public(timezone.now()).exists(),
        )
    )
