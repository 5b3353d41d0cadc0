"""Two pieces side by side."""
