"""Scoring: a reviewer's own score and reason for each criterion, until the scores are locked."""
