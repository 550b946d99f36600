"""What is said when the embedded server cannot run: one sentence, and then the end."""

from pathlib import Path


class DatabaseWontStart(SystemExit):
    """No process of the site can go on without its database, so this ends the process.

    As a SystemExit it prints its sentence without a traceback, even when it is raised
    while the settings load.
    """


def disk_is_full(folder: Path) -> DatabaseWontStart:
    return DatabaseWontStart(
        f"The disk that holds {folder} is full, so the database cannot run: free some"
        " space there, or set DATA_DIR to a folder on another disk."
    )
