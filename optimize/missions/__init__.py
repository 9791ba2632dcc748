"""Which team goes to which mission."""
