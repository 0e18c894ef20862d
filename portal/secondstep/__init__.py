"""The second step of the people who work for the scheme: a passkey, the code of an app, or a recovery code."""
