"""Links that hand a page on, without any script of the networks they lead to."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class ShareLink:
    icon: str
    label: str
    url: str


def share_links(url: str, title: str, image: str = "") -> list[ShareLink]:
    address, words = quote(url, safe=""), quote(title, safe="")
    both = quote(f"{title} {url}", safe="")
    letter = quote(f"{title}\n\n{url}", safe="")
    picture = f"&media={quote(image, safe='')}" if image else ""
    return [
        ShareLink("whatsapp", "WhatsApp", f"https://wa.me/?text={both}"),
        ShareLink("mail", _("Email"), f"mailto:?subject={words}&body={letter}"),
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
            f"&description={words}{picture}",
        ),
    ]
