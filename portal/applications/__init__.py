"""The self-assessment: a council's application from its start to being sent for declaration."""
