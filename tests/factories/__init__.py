"""What tests begin with: people, councils and applications in the state that a test needs."""
