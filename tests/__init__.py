"""The tests of the portal. This module imports nothing: ``python3 -m tests`` must start on a bare machine."""
