"""The second step of signing in. Read `passing` and `enrolling` first."""
