"""Other people's formats, one module each: file to frozen records, frozen records to file."""
