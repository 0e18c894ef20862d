"""When an award becomes public: the council's choice, and what it needs to tell people."""
