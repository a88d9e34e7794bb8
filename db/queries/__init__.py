"""Questions: functions that take a session and return plain frozen values."""
