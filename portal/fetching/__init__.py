"""Opening pages of the web on somebody's behalf, so that nobody can have the portal open what only it can reach."""
