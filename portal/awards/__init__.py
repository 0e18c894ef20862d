"""The award: what a council holds, from which day until which, and how it stands on any day."""
