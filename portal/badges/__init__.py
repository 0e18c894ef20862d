"""The badge: the live picture of an award on a council's own website, and the kit for whoever puts it there."""
