"""Public pages. Each reads editions that are public at the moment of asking."""
