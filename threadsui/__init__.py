"""Threads Console: compose, create, keep and find threads of a Threads API."""

__version__ = "0.1.0"
