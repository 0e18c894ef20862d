"""What a council can follow of its application."""
