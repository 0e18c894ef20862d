"""The accreditation portal of the Social Media Friendly Mark.

This module imports nothing: ``python3 -m portal`` must start on a machine that has only the standard library.
"""
