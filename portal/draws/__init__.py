"""Which applications are drawn for a second review: committed before they come, verifiable afterwards."""
