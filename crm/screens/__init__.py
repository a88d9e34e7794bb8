"""The places and dialogues of the desk."""
