"""Bank statements: read as strictly as banks write them, matched to what was promised.

`line` is what every reader gives; `table` (CSV), `camt` and `ofx` read; `reading` says
which; `taking_in` keeps lines once; `matching` finds whose money it is.
"""
