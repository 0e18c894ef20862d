"""What people are told, by subject: each function is a reaction that puts a letter of D2 (docs/needs.md) in the outbox.

No letter holds scores, evidence or residents' details. Nothing is decided by following its link.
"""
