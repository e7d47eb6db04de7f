"""The composition root: who is connected with whom. Nothing here decides anything; ``root.App`` is where it begins."""
