"""Administrators draft the next edition of the criteria, compare it, try it on held applications and schedule it."""
