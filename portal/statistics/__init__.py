"""The scheme in numbers, for those who answer for it: counts, times against the standards, outcomes, appeals."""
