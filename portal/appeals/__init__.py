"""A council appeals against a decision; three people who took no part decide."""
