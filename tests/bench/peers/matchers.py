"""The peers: each scores pairs of sentences of two texts, as a process of its own.

usage: python -m tests.bench.peers.matchers NAME WAY LEAST < SENTENCES.json > LINKS.json

SENTENCES.json has two lists, `old` and `new`, of sentences with `text`, `words` and `headings`;
LINKS.json is a list of [old, new, score], by places in the lists. Nothing here imports planwatch:
what a process costs is the peer's own.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from tests.bench.peers.selection import Scored, select

Sentences = Sequence[dict[str, Any]]
Matcher = Callable[[Sentences, Sentences, float], Iterator[Scored]]
"""Yields the pairs that score at least so much, each once."""


def difflib_pairs(old: Sentences, new: Sentences, least: float) -> Iterator[Scored]:
    """`SequenceMatcher.ratio` of all pairs. Its upper bounds come first, as its documentation
    advises: most pairs then need no alignment."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    for j, other in enumerate(new):
        matcher.set_seq2(other["text"])
        for i, one in enumerate(old):
            matcher.set_seq1(one["text"])
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                score = matcher.ratio()
                if score >= least:
                    yield i, j, score


def rapidfuzz_pairs(scorer: str, old: Sentences, new: Sentences, least: float) -> Iterator[Scored]:
    """`process.cdist` of one scorer, on words set apart by spaces where it compares words. The
    partial and weighted ones get the text as it is: among words, one in common is 100 to them."""
    from rapidfuzz import fuzz, process

    texts = [[_spaced(s) if _by_words(scorer) else s["text"] for s in side] for side in (old, new)]
    matrix = process.cdist(*texts, scorer=getattr(fuzz, scorer), score_cutoff=least)
    return _at_least(matrix, max(least, 1e-9))


def tfidf_pairs(analyzer: str, old: Sentences, new: Sentences, least: float) -> Iterator[Scored]:
    """Cosines of scikit-learn's TF-IDF vectors, fitted on both texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import linear_kernel

    words = analyzer == "word"
    settings = {"token_pattern": r"\S+"} if words else {"analyzer": "char", "ngram_range": (2, 3)}
    texts = [[_spaced(s) if words else s["text"] for s in side] for side in (old, new)]
    vectorizer = TfidfVectorizer(sublinear_tf=True, **settings).fit(texts[0] + texts[1])
    matrix = linear_kernel(*(vectorizer.transform(side) for side in texts))
    return _at_least(matrix, max(least, 1e-9))


def redlines_pairs(old: Sentences, new: Sentences, least: float) -> Iterator[Scored]:
    """A paragraph for each sentence, its words set apart by spaces. A pair scores by the words
    that redlines leaves standing in both, as a share of all words of the two."""
    from redlines import Redlines

    done = Redlines("\n".join(map(_spaced, old)), "\n".join(map(_spaced, new)))
    places = [_paragraphs(_spaced(sentence).split() for sentence in side) for side in (old, new)]
    kept: Counter[tuple[int, int]] = Counter()
    for tag, start, end, other, _ in done.opcodes:
        if tag == "equal":
            pairs = zip(places[0][start:end], places[1][other:], strict=False)
            kept.update((i, j) for i, j in pairs if i is not None and j is not None)
    for (i, j), words in sorted(kept.items()):
        score = 2 * words / (len(old[i]["words"]) + len(new[j]["words"]))
        if score >= least:
            yield i, j, score


def governdiff_pairs(
    old: Sentences, new: Sentences, least: float, own: bool = False
) -> Iterator[Scored]:
    """Markdown with the headings of the plan and a paragraph for each sentence. Every old and new
    block that governdiff puts into one change is a pair; `own`: with its own thresholds."""
    from governdiff.alignment import align_documents
    from governdiff.document import parse_text

    documents = [parse_text(_markdown(side)) for side in (old, new)]
    places = [
        {s["text"].strip(): place for place, s in reversed(list(enumerate(side)))}
        for side in (old, new)
    ]
    settings = {} if own else {"threshold": least, "group_threshold": max(least, 0.3)}
    for group in align_documents(*documents, **settings):
        for one in group.old_blocks:
            for other in group.new_blocks:
                i, j = places[0].get(one.text), places[1].get(other.text)
                if i is not None and j is not None and group.similarity >= least:
                    yield i, j, group.similarity


SCORERS = (
    *("ratio", "partial_ratio", "token_sort_ratio", "token_set_ratio", "token_ratio"),
    *("partial_token_sort_ratio", "partial_token_set_ratio", "partial_token_ratio"),
    *("WRatio", "QRatio"),
)
PEERS: dict[str, Matcher] = {
    "difflib": difflib_pairs,
    **{f"rapidfuzz {scorer}": partial(rapidfuzz_pairs, scorer) for scorer in SCORERS},
    "TF-IDF words": partial(tfidf_pairs, "word"),
    "TF-IDF characters": partial(tfidf_pairs, "char"),
    "redlines": redlines_pairs,
    "governdiff": governdiff_pairs,
    "governdiff as it comes": partial(governdiff_pairs, own=True),
}
NEEDS = {
    "rapidfuzz": "numpy",
    "TF-IDF": "sklearn",
    "redlines": "redlines",
    "governdiff": "governdiff",
}
"""What has to be installed beside planwatch, by the first word of a peer's name."""


def _spaced(sentence: dict[str, Any]) -> str:
    return " ".join(sentence["words"])


def _by_words(scorer: str) -> bool:
    return scorer.startswith("token")


def _at_least(matrix: Any, least: float) -> Iterator[Scored]:
    rows, columns = (matrix >= least).nonzero()
    scores = matrix[rows, columns].tolist()
    return zip(rows.tolist(), columns.tolist(), scores, strict=True)


def _paragraphs(sentences: Iterator[list[str]]) -> list[int | None]:
    """The sentence that each token of redlines stands in; None for a mark between paragraphs."""
    from redlines.processor import tokenize_text

    places: list[int | None] = []
    for place, words in enumerate(sentences):
        places += [None] * bool(places) + [place] * len(tokenize_text(" ".join(words)))
    return places


def _markdown(sentences: Sentences) -> str:
    lines: list[str] = []
    last: list[str] = []
    for sentence in sentences:
        headings = sentence["headings"]
        same = 0
        while same < min(len(headings), len(last)) and headings[same] == last[same]:
            same += 1
        for depth in range(same, len(headings)):
            lines += [f"{'#' * min(depth + 1, 6)} {headings[depth]}", ""]
        last = headings
        lines += [sentence["text"], ""]
    return "\n".join(lines)


def main() -> None:
    name, way, least = sys.argv[1:4]
    given = json.load(sys.stdin)
    pairs = PEERS[name](given["old"], given["new"], float(least))
    json.dump(select(pairs, way), sys.stdout)


if __name__ == "__main__":
    main()
