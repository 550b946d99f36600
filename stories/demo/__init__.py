"""The demo charity's stories: prose in TOML, pictures painted by a script."""
