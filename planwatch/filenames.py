"""The files that a workspace keeps beside its documents, as messages name them."""

CATALOG = "seeds/catalog.yaml"
"""What each document is."""
PINS = "seeds/pins.yaml"
"""Reviewers' decisions."""
ACCEPTED = "seeds/accepted.yaml"
"""Findings that may stand."""
