"""What holds for every file of the house; needs no application and no database."""
