"""An application is put on hold, and goes on where it was."""
