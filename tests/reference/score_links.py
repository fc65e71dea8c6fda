#!/usr/bin/env python3
"""Score the links of a `planwatch diff OLD NEW --format json` against a gold file.

usage: score_links.py GOLD.json DIFF.json

GOLD.json: {"old": id, "new": id, "old_units": {uid: [start, end]}, "new_units": {...},
            "pairs": [{"old": uid, "new": uid, "grade": 3 | 2.5 | 2 | "disputed"}],
            "judged_side": "old" | "new", "judged": [uid ...],
            "status": {uid: "PERSISTED" | "CHANGED" | "NEW" | "DROPPED" | "disputed"}}
Offsets are code points in the seed file as delivered.

DIFF.json: the tool's output; what is read of it:
  plans.old.commitments / plans.new.commitments: [{"id", "span": {"start", "end"}}]
  links: [{"old": [id ...], "new": [id ...], "score": number}]

A commitment stands for every gold unit that it shares at least half of the shorter one with.
lax:    positives = pairs that both annotators linked (grade >= 2); pairs that only one linked are ignored.
strict: positives = pairs that both called the same commitment (grade 3); 2 and 2.5 are ignored.
Only the judged units of the judged side count, so a half of the gold can be scored alone.
"""

import json
import sys


def overlap_map(units, commitments):
    out = {}
    spans = sorted((s, e, u) for u, (s, e) in units.items())
    for c in commitments:
        cs, ce = c["span"]["start"], c["span"]["end"]
        hit = []
        for s, e, u in spans:
            o = min(e, ce) - max(s, cs)
            if o > 0 and o >= 0.5 * min(e - s, ce - cs):
                hit.append(u)
        out[c["id"]] = hit
    return out


def score(gold, diff):
    old = overlap_map(gold["old_units"], diff["plans"]["old"]["commitments"])
    new = overlap_map(gold["new_units"], diff["plans"]["new"]["commitments"])
    judged, side = set(gold["judged"]), 0 if gold["judged_side"] == "old" else 1
    never = set(gold.get("never_matched", ()))
    pred = {
        (uo, un)
        for link in diff["links"]
        for o in link["old"]
        for n in link["new"]
        for uo in old.get(o, ())
        for un in new.get(n, ())
        if (uo, un)[side] in judged and (uo, un)[1 - side] not in never
    }
    g = {
        (p["old"], p["new"]): p["grade"]
        for p in gold["pairs"]
        if (p["old"], p["new"])[side] in judged
    }
    res = {}
    for name, pos in (
        ("lax", {k for k, v in g.items() if v != "disputed"}),
        ("strict", {k for k, v in g.items() if v == 3}),
    ):
        p = pred - (set(g) - pos)
        tp = len(p & pos)
        P = tp / len(p) if p else 0.0
        R = tp / len(pos) if pos else 0.0
        res[name] = dict(
            f1=round(2 * P * R / (P + R), 3) if P + R else 0.0,
            precision=round(P, 3),
            recall=round(R, 3),
            positives=len(pos),
            predicted=len(p),
        )
    firm = {u: v for u, v in gold["status"].items() if u in judged and v != "disputed"}
    linked = {p[side] for p in pred}
    ok = sum((u in linked) == (v not in ("NEW", "DROPPED", "UNPLANNED")) for u, v in firm.items())
    res["status_accuracy"] = round(ok / len(firm), 3)
    gone = {u for u, v in firm.items() if v in ("NEW", "DROPPED", "UNPLANNED")}
    said = {u for u in firm if u not in linked}
    res["gone_f1"] = (
        round(2 * len(gone & said) / (len(gone) + len(said)), 3) if gone or said else None
    )
    paras = {p: v for p, v in gold.get("old_paragraphs", {}).items() if v["kept"] != "disputed"}
    if paras:
        touched = {uo for link in diff["links"] for o in link["old"] for uo in old.get(o, ())}
        rate = lambda kept: [
            (bool(touched & set(v["units"])) == kept) for v in paras.values() if v["kept"] == kept
        ]
        k, d = rate(True), rate(False)
        res["paragraph_kept_or_gone"] = dict(
            balanced_accuracy=round((sum(k) / len(k) + sum(d) / len(d)) / 2, 3),
            kept_found=round(sum(k) / len(k), 3),
            gone_found=round(sum(d) / len(d), 3),
        )
    mine = (old, new)[side]
    seen = {u for v in mine.values() for u in v}
    res["judged_units_parsed"] = round(len(judged & seen) / len(judged), 3)
    return res


if __name__ == "__main__":
    g = json.load(open(sys.argv[1], encoding="utf-8"))
    d = json.load(open(sys.argv[2], encoding="utf-8"))
    r = score(g, d)
    print(json.dumps(r, ensure_ascii=False, indent=1))
