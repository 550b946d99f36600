"""Taking a person down: look, withdraw, what is left elsewhere, erase from the history.

`places` says where a name can stand, `walking` reads it all in slices that survive a
crash, `looking` and `erasing` are the two walks; `withdrawing` is the one button.
"""
