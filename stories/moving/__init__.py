"""Moving in from WordPress, and from one of our own houses to another.

What arrives was written by strangers: XML, archives and HTML are read as if they meant
harm. Nothing here publishes; what arrived is decided on at the triage desk.
"""
