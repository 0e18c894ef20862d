"""Questions of a reviewer and the council's replies."""
