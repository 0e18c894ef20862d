"""The decision log: each award and whatever is decided about it, as lines of a public file that is only added to."""
