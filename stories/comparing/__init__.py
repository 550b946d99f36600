"""Two revisions side by side.

`text` makes blocks of words, `diffing` marks what changed in them; neither knows a
model. `table` says what a revision holds and how it reads.
"""
