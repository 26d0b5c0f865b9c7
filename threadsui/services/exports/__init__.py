"""Writing records to files, a piece at a time: nothing here holds more than a record."""
