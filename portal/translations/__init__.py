"""The Welsh words of public pages, and how they are kept up to date: ``make welsh``."""
