"""Collecting instalments: read `taking`, then `applying`, `recovering`, `noticing`.

T1  the payment is written down                              committed
S1  the processor makes what will take it (`prepare`)
T2  its number is written down                               committed
S2  the processor takes the money (`collect`)
T3  what became of it is applied (`applying.apply`)          committed

Whatever ends us between two of these, what is written down is enough to go on, and
nothing is taken twice: money moves in S2 alone, for a number committed in T2.
"""
