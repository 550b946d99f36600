"""Stored cards and accounts of the double: replaced, detached, and their mandates."""

from tests.stripe_double.books import Books, Thing


def mandate(books: Books, method: Thing) -> Thing:
    """By which a donor lets an account be charged."""
    return books.add(
        "mandate",
        "mandate",
        payment_method=method["id"],
        status="active",
        type="multi_use",
    )


def revoke(books: Books, mandate: Thing) -> Thing:
    """The donor, or their bank, ended it."""
    mandate["status"] = "inactive"
    books.tell("mandate.updated", mandate)
    return mandate


def replace(books: Books, method: Thing, last4: str, year: int) -> Thing:
    """A network put a new card in the place of an old one."""
    method["card"] |= {"last4": last4, "exp_year": year}
    books.tell("payment_method.automatically_updated", method)
    return method


def detach(books: Books, method: Thing) -> Thing:
    method["customer"] = None
    books.tell("payment_method.detached", method)
    return method
