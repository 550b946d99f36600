"""Tax documents: what each country asks for, how they are written, printed, undone."""
