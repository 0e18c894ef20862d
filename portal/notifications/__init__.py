"""Emails: what people are told, the outbox that keeps it, and the worker that sends it."""
