"""Concerns about the Mark: what anybody reports, sorted first, and what becomes of it (C12 of docs/process.md)."""
