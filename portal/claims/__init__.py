"""A person's claim to act for a council that has no account yet, checked by a person (C4 of docs/process.md)."""
