"""Plain Python that every step of the process builds on: no Flask, no SQLAlchemy."""
