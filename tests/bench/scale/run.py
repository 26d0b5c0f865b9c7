"""`python -m tests.bench.scale.run load 10000`: a module of this package as a process, with Django set up."""

import importlib
import sys

import django

django.setup()
importlib.import_module(f"{__package__}.{sys.argv[1]}").main(sys.argv[2:])
