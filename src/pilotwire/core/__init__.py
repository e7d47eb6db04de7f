"""The pure heart of a charging station: state and an event in, state, commands, facts and replies out.

Nothing here awaits, reads a clock, logs, or opens a file or socket; time is an argument and a timeout is an event.
Imports nothing of pilotwire outside ``pilotwire.core``.
"""
