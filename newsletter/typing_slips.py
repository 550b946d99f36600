"""“Did you mean gmail.com?” A slip in the name of a common mail provider, and no more.

Only a question is ever made of it: whoever really has that address keeps it. It looks
at the letters typed and at nothing else, so it tells nobody who is known here.
"""

# Where most of our readers get their mail, and what is spelled so nearly like it that a
# question would be wrong; the more usual comes first.
PROVIDERS = (
    "gmail.com hotmail.com outlook.com yahoo.com icloud.com live.com bigpond.com "
    "outlook.com.au hotmail.com.au yahoo.com.au live.com.au optusnet.com.au "
    "iinet.net.au tpg.com.au bigpond.net.au internode.on.net westnet.com.au "
    "googlemail.com protonmail.com proton.me fastmail.com aol.com msn.com "
    "hotmail.co.uk yahoo.co.uk live.co.uk outlook.co.uk btinternet.com virginmedia.com "
    "sky.com talktalk.net ntlworld.com comcast.net verizon.net sbcglobal.net "
    "bellsouth.net charter.net earthlink.net att.net cox.net rogers.com shaw.ca "
    "sympatico.ca telus.net videotron.ca yahoo.ca hotmail.ca live.ca xtra.co.nz "
    "hotmail.fr yahoo.fr orange.fr wanadoo.fr laposte.net free.fr sfr.fr hotmail.de "
    "yahoo.de t-online.de freenet.de gmx.de gmx.com gmx.net gmx.at gmx.ch web.de "
    "hotmail.it yahoo.it libero.it hotmail.es yahoo.es yahoo.co.in yahoo.in "
    "rediffmail.com yahoo.com.ph yahoo.com.sg yahoo.com.hk yahoo.co.jp naver.com "
    "hanmail.net qq.com 163.com 126.com yandex.ru yandex.com mail.ru ymail.com "
    "rocketmail.com zoho.com tutanota.com hushmail.com mac.com me.com"
).split()
# Real, and one slip away from the above.
NO_SLIPS = frozenset(
    "mail.com email.com gmail.co.uk hotmail.co.nz yahoo.co.nz fmail.com inbox.com "
    "live.in live.nl live.fr live.de live.it live.se live.dk live.no hotmail.nl "
    "hotmail.se hotmail.be outlook.de outlook.fr outlook.es outlook.it outlook.jp "
    "outlook.in yahoo.se yahoo.no yahoo.dk yahoo.gr yahoo.pl yahoo.ie yahoo.at".split()
)
SHORTEST_ASKED_ABOUT = 8  # "me.com" is one slip from too much
LONG = 11  # from here on two slips are still a slip


def better_address(address: str) -> str:
    """The address that was probably meant; empty where there is nothing to ask."""
    local, _at, domain = address.rpartition("@")
    domain = domain.lower()
    if domain in PROVIDERS or domain in NO_SLIPS:
        return ""
    # Names in other scripts are nobody's slip, written out or in ASCII (IDNA).
    if not domain.isascii() or "xn--" in domain:
        return ""
    near = (each for each in PROVIDERS if _is_near(domain, each))
    ranked = sorted(near, key=lambda each: slips(domain, each))  # keeps their order
    return f"{local}@{ranked[0]}" if ranked else ""


def _is_near(domain: str, meant: str) -> bool:
    allowed = 2 if len(meant) >= LONG else 1
    return (
        len(meant) >= SHORTEST_ASKED_ABOUT
        and abs(len(domain) - len(meant)) <= allowed
        # A slip changes two of the letters that occur, at the most.
        and len(set(domain) ^ set(meant)) <= 2 * allowed
        and not _are_two_countries(domain, meant)
        and slips(domain, meant) <= allowed
    )


def _are_two_countries(domain: str, meant: str) -> bool:
    """yahoo.co.id is no slip for yahoo.co.in: every two letters are a country."""
    ours, theirs = domain.rpartition(".")[2], meant.rpartition(".")[2]
    return ours != theirs and len(ours) == len(theirs) == 2


def slips(typed: str, meant: str) -> int:
    """Letters left out, put in, changed, or swapped with their neighbour.

    (Damerau and Levenshtein's distance, where no letter is touched twice.)
    """
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(meant, 1):
            cost = min(
                before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted)
            )
            swapped = i > 1 and j > 1 and typed[i - 2 : i] == wanted + meant[j - 2]
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
    return row[-1]
