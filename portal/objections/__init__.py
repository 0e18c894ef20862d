"""A council may object to a reviewer who was named to it; the review begins when it does not."""
