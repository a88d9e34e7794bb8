"""Forms: fields, hints and checks of each noun; pure, no widget."""
