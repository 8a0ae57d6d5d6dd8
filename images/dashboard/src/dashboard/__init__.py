"""Publishes the marts as a static site and as open data."""
