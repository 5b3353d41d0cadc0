"""The page of one control: where it stands, both sides, parts, statement, evidence and history."""
