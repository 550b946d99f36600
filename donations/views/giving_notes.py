"""What givers are told when it does not go on: where their money is, and why."""

from django.utils.translation import gettext as _


def too_many() -> str:
    return _(
        "Many gifts have come from here within an hour, so we stopped for a while. "
        "Nothing was lost and no money moved. Try again later, or write to us."
    )


def one_by_one() -> str:
    return _(
        "So many gifts are being made that we let them in one by one. No money has "
        "moved, and your answers are kept: press the button again in some minutes, or "
        "change your answers and give by bank transfer."
    )


def no_cards() -> str:
    return _(
        "Gifts by card rest at the moment, and no money has moved. Your answers are "
        "still here: please give by bank transfer, or come back later."
    )


def unreachable() -> str:
    return _(
        "Our card service does not answer at the moment, and no money has moved. Your "
        "answers are still here: please give by bank transfer, or try again later."
    )


def opened_before() -> str:
    return _(
        "A page to pay on was opened before with other answers, or long ago, and "
        "nothing was paid there by this form. Check your gift, then confirm again."
    )


def unreadable() -> str:
    return _(
        "We could not read what was sent, so no gift was made and no money moved. "
        "Please fill in the form again."
    )
