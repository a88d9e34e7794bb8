"""Parts of screens: they get rows and callables and know no database."""
