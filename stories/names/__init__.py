"""Protected names: known only by keyed hashes, found in any text about to be public.

Read `alphabet` (what one character counts as), `letters` (a text without what hides a
name in it), `forms` (the ways to write a name), then `finding`.
"""
