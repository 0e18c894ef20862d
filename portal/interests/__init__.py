"""Reviewers declare once a year, and whenever something changes, which councils they must not review."""
