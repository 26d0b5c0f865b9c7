"""A copy of all that the console remembers, made while people work; and a console made from one."""
