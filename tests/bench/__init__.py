"""How fast the portal is, beside a reference in the same run: ratios, because machines differ. ``make bench``."""
