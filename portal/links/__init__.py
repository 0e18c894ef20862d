"""The pages that evidence points to: whether they open, how they were on signing, what may be found on them."""
