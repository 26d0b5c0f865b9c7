"""What every list page has, and the list of threads with its search box."""
