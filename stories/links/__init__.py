"""Whether the links of public stories still lead their readers somewhere.

`found` reads them, `road` is the only way out of the house, `outside` and `inside` ask
one address each, `watching` is what the worker does.
"""
