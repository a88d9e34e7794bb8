"""Changes: functions that take a session inside a change set and change the record."""
