"""What a page would put into addresses: histories, logs and referrers keep those.

ASVS 14.2.1. `mailto:` is no address of a page.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import html

LINKS = "//*/@href | //*/@src | //*/@action | //*/@data-address"
ASKED_BY_GET = "//form[not(@method) or @method='get' or @method='GET']//*/@name"
PERSONAL = {"email", "address", "name", "postcode", "phone", "postal_address"}
AN_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")


def personal_in(tree: html.HtmlElement) -> Iterator[str]:
    """Links that name somebody, and fields that an address would hold."""
    for link in tree.xpath(LINKS):
        if AN_ADDRESS.search(unquote(link)) and not link.startswith("mailto:"):
            yield f"leads to {link}"
    for name in PERSONAL & set(tree.xpath(ASKED_BY_GET)):
        yield f"asks for {name} in its address"
