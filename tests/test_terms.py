"""Formulations: which are found, what became of them, and what took their place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from io import StringIO

import jsonschema
import pytest

from planwatch import pipeline
from planwatch.messages import load_messages
from planwatch.models import (
    Formulation,
    RenameEvaluation,
    TermChange,
    TermsComparison,
    TermStatus,
)

from .conftest import GOLD, ROOT, plan_of, workspace
