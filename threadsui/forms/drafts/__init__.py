"""The composer's form while it is not sent: as typed, checked, kept, prefilled, made of a preset."""
