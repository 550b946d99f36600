"""The admin's screens, one module each; imported here so that Django finds them."""

from ijm.admin import chores, invitation, letters, mail, site_settings, staff

__all__ = ["chores", "invitation", "letters", "mail", "site_settings", "staff"]
