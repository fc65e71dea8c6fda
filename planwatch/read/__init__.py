"""Readers: from the bytes of a file to the decoded document, one module per input kind."""

from __future__ import annotations

from planwatch.read.text import decode

__all__ = ["decode"]
