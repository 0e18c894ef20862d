"""The declaration: a council checks its answers, an owner sends them, and an approver signs for the council."""
