"""The use cases, one verb per function, shared by the window and the command line. No Qt here."""
