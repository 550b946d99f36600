"""Links that hand a page on, without any script of the networks they lead to."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class ShareLink:
    icon: str
    label: str
    url: str


def share_links(address: str, words: str, picture: str = "") -> list[ShareLink]:
    """Where to share a page; each part of it is quoted already, as for a query."""
    media = f"&media={picture}" if picture else ""
    return [
        ShareLink("whatsapp", "WhatsApp", f"https://wa.me/?text={words}%20{address}"),
        ShareLink(
            "mail",
            _("Email"),
            f"mailto:?subject={words}&body={words}%0A%0A{address}",
        ),
        ShareLink(
            "facebook",
            "Facebook",
            f"https://www.facebook.com/sharer/sharer.php?u={address}",
        ),
        ShareLink(
            "twitter", "X", f"https://x.com/intent/post?url={address}&text={words}"
        ),
        ShareLink(
            "linkedin",
            "LinkedIn",
            f"https://www.linkedin.com/sharing/share-offsite/?url={address}",
        ),
        ShareLink(
            "pinterest",
            "Pinterest",
            f"https://www.pinterest.com/pin/create/button/?url={address}"
            f"&description={words}{media}",
        ),
    ]
