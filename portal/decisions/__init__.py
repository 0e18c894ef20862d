"""Moderation, the decision, and the feedback that a council receives."""
