"""Starts the whole platform on one machine, runs days through it, shows what was published (`make run`)."""
