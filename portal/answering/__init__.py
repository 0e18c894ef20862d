"""A council answers: its home, the task list, each criterion, who else is there, what it said before."""
