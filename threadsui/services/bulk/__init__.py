"""One thing done to many threads, in steps that survive a killed worker; adopting is such an operation too."""
