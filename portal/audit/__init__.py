"""The unit of work through which every change is made, and the audit trail that it leaves."""
