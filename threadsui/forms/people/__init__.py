"""Forms about people and groups, and allauth's second factors in the console's words."""
