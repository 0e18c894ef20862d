"""Questions of a reviewer to a council, and the council's answers (C5, rows 16 and 17)."""
