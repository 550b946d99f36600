"""The gate: what forbids that a text and its pictures be shown through a channel.

A new rule is a function in a module of its own here, and one line in `gate.CHECKS`.
"""

from stories.safeguarding.gate import safeguarding_problems
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

__all__ = ["Problem", "Question", "safeguarding_problems"]
