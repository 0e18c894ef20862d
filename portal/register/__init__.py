"""What everybody can see: the register, one council's entry, the check of a mark, and the open data."""
