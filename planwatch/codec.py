"""The frozen nouns of `planwatch.models` as JSON and back, by the types of their fields.

An object is the list of its fields, so that nothing has to be written down a second time. What is
read back is checked against those types: bytes that say anything else raise `DecodeError`, and
become no object. Numbers keep their type (1 and 1.0).

Plans are large and several results share them: inside a result, a plan is its place in `known`.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import groupby
from typing import Any, Literal, TypeVar

from planwatch import models
from planwatch.models import Plan

Noun = TypeVar("Noun")
Known = Sequence[Plan]
_Step = Callable[[Any, Known], Any]
_LONE = "surrogatepass"
"""A text may hold half of a pair of surrogates; it comes back as it is."""
_LONGEST = 10_000_000
"""No sentence has more characters."""


class DecodeError(Exception):
    """The bytes are not those of an object of the type asked for."""


def encode(kind: type[Noun], value: Noun, known: Known = ()) -> bytes:
    """A value of a kind as JSON. Raises `TypeError` where it holds a plan that is not known."""
    write = _outermost(kind).write
    plain = write(value, known) if write else value
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", _LONE)


def decode(kind: type[Noun], data: bytes, known: Known = ()) -> Noun:
    """The value of a kind that `encode` made into these bytes. Raises `DecodeError`."""
    try:
        read: Noun = _only(_outermost(kind))(json.loads(data.decode("utf-8", _LONE)), known)
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise DecodeError(str(error)) from None
    return read


@dataclass(frozen=True, slots=True)
class _Codec:
    """How the values of a type are written and read: `shapes` are the types that JSON has for
    them; without a step they are what they are."""

    shapes: frozenset[type]
    write: _Step | None = None
    read: _Step | None = None


def _outermost(kind: Any) -> _Codec:
    return _object(Plan) if kind is Plan else _codec(kind)


@cache
def _codec(kind: Any) -> _Codec:
    """The codec of the type of a field."""
    if kind is Plan:
        return _Codec(frozenset({int}), _place, lambda place, known: known[place])
    if is_dataclass(kind):
        return _object(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        members = {member.value: member for member in kind}
        return _Codec(frozenset({str}), None, lambda value, _: members[value])
    if kind in (str, int, bool, types.NoneType):
        return _Codec(frozenset({kind}))
    return _Codec(frozenset({int, float})) if kind is float else _generic(kind)


def _generic(kind: Any) -> _Codec:
    """The codec of a type that is made of others."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        allowed = dict(zip(arguments, arguments, strict=True))
        return _Codec(frozenset(map(type, allowed)), None, lambda value, _: allowed[value])
    if kind == Sequence[int]:
        return _Codec(frozenset({list}), _runs, _from_runs)
    if origin in (types.UnionType, typing.Union):
        return _either(*arguments)
    if origin is tuple and arguments[1:] != (...,):
        return _record(tuple, arguments)
    inner = _codec(arguments[-1] if issubclass(origin, Mapping) else arguments[0])
    if issubclass(origin, Mapping):
        return _mapping(inner)
    return _row(origin, inner)


def _object(kind: Any) -> _Codec:
    hints = typing.get_type_hints(kind, localns=vars(models))
    names = [field.name for field in fields(kind)]
    codec = _record(lambda values: kind(*values), [hints[name] for name in names])
    assert codec.write is not None
    row = codec.write
    return _Codec(
        codec.shapes,
        lambda value, known: row([getattr(value, name) for name in names], known),
        codec.read,
    )


def _record(make: Callable[[Any], Any], kinds: Sequence[Any]) -> _Codec:
    """The codec of a list with a type for every place."""
    codecs = [_codec(kind) for kind in kinds]
    writes = [(place, codec.write) for place, codec in enumerate(codecs) if codec.write]
    reads = [(place, codec.read) for place, codec in enumerate(codecs) if codec.read]
    seen: set[tuple[type, ...]] = set()

    def write(values: Any, known: Known) -> list[Any]:
        plain = list(values)
        for place, step in writes:
            plain[place] = step(plain[place], known)
        return plain

    def read(values: Any, known: Known) -> Any:
        shapes = tuple(map(type, values))
        if shapes not in seen:  # few combinations occur, and each is looked at once
            _check(len(shapes) == len(codecs), values)
            _check(all(s in codec.shapes for s, codec in zip(shapes, codecs, strict=True)), values)
            seen.add(shapes)
        for place, step in reads:
            values[place] = step(values[place], known)
        return make(values)

    return _Codec(frozenset({list}), write, read)


def _row(make: Callable[[Any], Any], inner: _Codec) -> _Codec:
    """The codec of a list of any length; a set is written in order."""
    order = sorted if make is frozenset else list
    step_out, step_in = inner.write, inner.read

    def write(values: Any, known: Known) -> list[Any]:
        return order([step_out(v, known) for v in values] if step_out else values)

    def read(values: Any, known: Known) -> Any:
        _check(inner.shapes.issuperset(map(type, values)), values)
        return make([step_in(v, known) for v in values] if step_in else values)

    return _Codec(frozenset({list}), write, read)


def _mapping(inner: _Codec) -> _Codec:
    """The codec of a mapping from texts, whose order is kept."""
    row = _row(list, inner)
    assert row.write is not None
    assert row.read is not None
    out, back = row.write, row.read
    return _Codec(
        frozenset({dict}),
        lambda value, known: dict(zip(value, out(value.values(), known), strict=True)),
        lambda value, known: dict(zip(value, back([*value.values()], known), strict=True)),
    )


def _either(*kinds: Any) -> _Codec:
    """The codec of something that can be missing."""
    (kind,) = (kind for kind in kinds if kind is not types.NoneType)
    inner = _codec(kind)

    def unless_missing(step: _Step | None) -> _Step | None:
        return step and (lambda value, known: None if value is None else step(value, known))

    shapes = inner.shapes | {types.NoneType}
    return _Codec(shapes, unless_missing(inner.write), unless_missing(inner.read))


def _place(plan: Plan, known: Known) -> int:
    for place, other in enumerate(known):
        if other is plan:
            return place
    raise TypeError(f"the plan {plan.info.id} is not among the known")


def _runs(values: Sequence[int], known: Known) -> list[int]:  # noqa: ARG001
    """Whole numbers as runs that rise by one: where each begins, and how many it has. A range is
    one run; the runs of anything else are followed by the number of all."""
    if isinstance(values, range) and values.step == 1:
        return [values.start, len(values)]
    found: list[int] = []
    for _, run in groupby(enumerate(values), lambda pair: pair[1] - pair[0]):
        numbers = [value for _, value in run]
        found += (numbers[0], len(numbers))
    return [*found, len(values)]


def _from_runs(runs: Any, known: Known) -> Sequence[int]:  # noqa: ARG001
    firsts, counts = runs[0 : len(runs) & ~1 : 2], runs[1::2]
    _check(set(map(type, runs)) <= {int} and min(counts, default=0) >= 0, runs)
    if len(runs) == 2:
        return range(firsts[0], firsts[0] + counts[0])
    _check(len(runs) % 2 == 1 and sum(counts) == runs[-1] <= _LONGEST, runs)
    pairs = zip(firsts, counts, strict=True)
    return tuple(number for first, count in pairs for number in range(first, first + count))


def _only(codec: _Codec) -> _Step:
    """Read a value whose shape is still to be checked."""

    def read(value: Any, known: Known) -> Any:
        _check(type(value) in codec.shapes, value)
        return codec.read(value, known) if codec.read else value

    return read


def _check(holds: bool, values: Collection[Any]) -> None:
    if not holds:
        raise ValueError(f"unexpected: {str(values)[:40]}")
