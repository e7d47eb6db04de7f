"""Whoever fetches and installs firmware and sends logs away: drivers of the core's job commands."""
