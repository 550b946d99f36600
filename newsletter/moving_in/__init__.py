"""Lists from elsewhere: read from a file, looked through, then taken in or undone.

An address that is new may come in, with a basis and its evidence; one that we know
may only fall. Who left or whose address is dead comes first.
"""
