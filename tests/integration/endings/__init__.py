"""Withdrawing, lapsing, taking up again."""
