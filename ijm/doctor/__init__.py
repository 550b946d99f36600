"""`manage.py doctor`: what is wrong with this installation, each with its mend.

A check yields findings; `examination` runs them all. One that breaks is a finding too.
"""
