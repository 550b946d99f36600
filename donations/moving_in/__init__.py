"""Givers, gifts and pledges from another system: looked through, then taken in.

A gift comes in as history: it was booked and receipted where it was received. Here it
lies in an account of its own, and no receipt is made for it.
"""
