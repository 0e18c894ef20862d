"""The keys by which the scheme signs: made, replaced, kept encrypted, and the public parts for everybody."""
