"""The demo charity's pictures: places without people, painted by arithmetic."""
