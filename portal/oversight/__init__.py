"""Looking over the scheme: what waits and for how long, what happened in a case, and whether the portal is well."""
