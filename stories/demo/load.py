"""Fills the demo with its stories."""


def load() -> None:
    pass
