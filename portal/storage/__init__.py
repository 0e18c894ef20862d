"""The database and the files: how a session begins and ends, the column types, and where bytes are kept."""
