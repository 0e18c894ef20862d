"""A council's application and what it says: kept, changed and counted, until it is over."""
