"""What holds for every test."""

from hypothesis import settings

# A machine that is busy is no fault of the code: nothing here is measured in time.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
