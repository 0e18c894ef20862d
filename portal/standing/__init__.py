"""What becomes of an award: held while its renewal is reviewed, suspended, restored, withdrawn, given up, ended."""
