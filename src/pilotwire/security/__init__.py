"""Secrets and certificates: where they lie, who may trust whom, and how a key comes to its certificate."""
