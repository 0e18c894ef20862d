"""The demonstration: real councils, invented people, and every state reached by the moves that the product makes."""
