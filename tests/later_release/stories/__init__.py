"""The migrations of `stories`, and behind them those of the release to come."""

from stories import migrations

__path__ = [*migrations.__path__, *__path__]
