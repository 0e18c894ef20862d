"""A council's team: who has access, who is invited, and who leaves."""
