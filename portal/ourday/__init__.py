"""The yearly day on which councils show their work: who took part, and what came of it."""
