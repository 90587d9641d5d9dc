"""Printed documents: one renderer, and one module per kind of document.

The builders take dataclasses and a day and give HTML or PDF; they read no database.
"""
