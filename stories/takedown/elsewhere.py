"""What no site can take back: copies that others keep. A person ticks each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Registry
from stories.models.takedown import TakeDown, TakeDownStep


@dataclass(frozen=True)
class Elsewhere:
    name: str
    title: str | Promise
    how: str | Promise


ELSEWHERE = (
    Elsewhere(
        "search",
        _("Search engines"),
        _(
            "Ask Google and Bing to remove each address (“remove outdated content”), "
            "and search for the name once more a week later."
        ),
    ),
    Elsewhere(
        "cards",
        _("Cards on social networks"),
        _(
            "Give each address to the sharing debuggers of Facebook and LinkedIn, so "
            "that they fetch it anew and find nothing; delete our own posts."
        ),
    ),
    Elsewhere(
        "videos",
        _("Videos at their hosts"),
        _(
            "Our pages only point to a video at YouTube or Vimeo. Delete it there, and "
            "ask whoever uploaded it again to do so."
        ),
    ),
    Elsewhere(
        "mail",
        _("Mail that was sent"),
        _(
            "It cannot be called back. Its pictures are gone already; decide whether "
            "readers are asked to delete it."
        ),
    ),
    Elsewhere(
        "partners",
        _("Partners and media"),
        _("Write to everybody who had the text or the pictures, and to who linked."),
    ),
    Elsewhere(
        "archives",
        _("Web archives"),
        _("Ask the Internet Archive to exclude the addresses."),
    ),
    Elsewhere(
        "print",
        _("Print"),
        _("Stop what is at the printer’s; take leaflets and reports out of stock."),
    ),
    Elsewhere(
        "devices",
        _("Our own devices"),
        _("Cameras, telephones, shared folders and chats of all who worked on it."),
    ),
    Elsewhere(
        "backups",
        _("Backups"),
        _(
            "Say when the last backup that has it will be overwritten. After restoring "
            "one, begin a take-down again."
        ),
    ),
    Elsewhere(
        "person",
        _("The person"),
        _("Tell them, in the way they wished, what is gone and what is not."),
    ),
)


@dataclass(frozen=True)
class Retelling:
    """Where stories were told beside the site: `of(ids)` yields what, and its page."""

    name: str
    of: Callable[[Iterable[int]], Iterable[tuple[str, str]]]


retellings: Registry[Retelling] = Registry()
NAMED = {each.name: each for each in ELSEWHERE}


def steps_of(case: TakeDown) -> Iterable[TakeDownStep]:
    """Its boxes, made where they are missing."""
    TakeDownStep.objects.bulk_create(
        [TakeDownStep(take_down=case, name=each.name) for each in ELSEWHERE],
        ignore_conflicts=True,
    )
    return case.steps.select_related("done_by")
