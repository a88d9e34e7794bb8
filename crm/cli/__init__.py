"""The command line: a thin door over the same questions and commands as the screens."""
