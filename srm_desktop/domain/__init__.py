"""What an auditor would recognise: plain values and pure functions. Standard library only; no files, no clock."""
