"""Evidence: links and files that show what an answer says. Its table stands beside the answers, in applications."""
