"""What every page shares: who is asking, the guard on every route, reading and writing, forms, errors and headers."""
