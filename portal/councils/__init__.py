"""The bodies that may hold the Mark: facts from the register of eligible bodies, and what follows from them."""
