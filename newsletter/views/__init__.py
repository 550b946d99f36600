"""Public pages of the newsletter."""
