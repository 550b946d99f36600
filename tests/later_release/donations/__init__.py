"""The migrations of `donations`, and behind them those of the release to come."""

from donations import migrations

__path__ = [*migrations.__path__, *__path__]
