"""Forms of giving and of the portal. They translate; models and modules decide."""
