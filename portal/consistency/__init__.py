"""Do reviewers judge alike? Calibration, agreement, and what helps them: notes and past examples."""
