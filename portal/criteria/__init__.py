"""Editions of the criteria: what a council is asked, how it is scored and what the scores come to."""
