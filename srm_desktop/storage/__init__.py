"""The assessment file (.srma): the only room that knows SQLAlchemy and SQLite."""
