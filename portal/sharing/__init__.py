"""A council's people share the work: who answers which criterion, and what they say to each other about it."""
