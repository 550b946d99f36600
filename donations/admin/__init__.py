"""Finance at the desk: what is offered, who gives, what is promised, what came."""

from donations.admin import books, donor, offers, payment, pledge

__all__ = ["books", "donor", "offers", "payment", "pledge"]
