"""Documents and recordings at the desk."""

from stories.admin.enclosing import screens

__all__ = ["screens"]
