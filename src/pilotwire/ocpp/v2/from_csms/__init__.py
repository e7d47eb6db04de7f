"""Requests of the central system, one file each: what they ask of the core, and how its verdict is spelled."""
