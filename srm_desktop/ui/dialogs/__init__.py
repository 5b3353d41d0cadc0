"""Dialogs, one module each: functions that ask and return a value, so that tests replace them at one name."""
