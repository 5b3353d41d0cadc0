"""The window: PySide6 widgets and models over the services."""
