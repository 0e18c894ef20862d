"""What a council can follow of its application: every step so far, whose turn it is, and what is to come."""
