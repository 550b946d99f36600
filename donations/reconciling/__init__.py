"""Each day a processor's books are held against ours, both ways, and against the bank.

Read `reading`, then `comparing`, then `payouts`. What differs is a row for people, with
what to do; what only a notice was lost of is made good on the way, and is no row.
"""
