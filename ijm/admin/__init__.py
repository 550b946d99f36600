"""The admin's screens, one module each; imported here so that Django finds them."""

from ijm.admin import site_settings, staff

__all__ = ["site_settings", "staff"]
