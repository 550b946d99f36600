"""Backups: one sealed file that holds the database and both storages.

`sealed_file` encrypts a stream, `archive` packs members into it, `about` says what it
was made by, `taking` writes one, `putting_back` reads one into an empty installation,
`keeping` does it by schedule. Nothing here needs more memory for more data.
"""
