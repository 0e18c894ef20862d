"""The signed credential of an award: Open Badges 3.0, with two proofs, baked into the badge, and its status list."""
