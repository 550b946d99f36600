"""What is said when a backup cannot be taken or put back: a sentence with the mend."""


class Refused(Exception):
    """Nothing was written. The message is for the person at the command line."""
