"""The worker: chores from `ijm.contributions`, done in four lanes by any number of us.

`turn` claims one chore and does it; `lane` takes turns until told to stop;
`supervisor` keeps one process a lane alive.
"""
