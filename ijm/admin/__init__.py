"""The admin's screens, one module each; imported here so that Django finds them."""

from ijm.admin import chores, letters, mail, site_settings, staff

__all__ = ["chores", "letters", "mail", "site_settings", "staff"]
