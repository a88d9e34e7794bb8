"""What the screens look like, as text beside the tests."""
