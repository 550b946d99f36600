"""The public pages of giving and of the portal."""
