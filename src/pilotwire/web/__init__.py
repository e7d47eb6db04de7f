"""The station over HTTP: what it is, what it says as it happens, and what may be changed."""
