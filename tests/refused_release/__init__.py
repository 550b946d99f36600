"""Migrations that must not be written: in each `refused`, words that the linter says.

None is ever applied, but for the index that locks: the bench shows how long it does.
"""
