"""Short plans of places that are none, for tests over many documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LEAD = """国家人工智能发展规划纲要
2024年1月10日
一、重点任务
（一）加强技术攻关
加快建设国家实验室体系。支持人工智能关键算法研发。
（二）培育产业
发展新质生产力，建设智能网联汽车产业集群。
"""
EAST = """东江省人工智能行动计划
2024年6月1日
一、主要任务
鼓励企业开展人工智能关键算法研发。因地制宜发展新质生产力，培育智能网联汽车产业集群。
"""
WEST = """西山省数字经济规划
2025年3月2日
一、主要任务
加快建设人工智能公共算力平台，支持人工智能关键算法研发。完善养老服务体系。
"""
OLD = """北河省科技创新规划
2019年5月4日
一、主要任务
探索建设国家实验室体系。
"""
UNDATED = """南湖省促进办法
一、主要任务
推进新质生产力发展。
"""
TEXTS = {"lead": LEAD, "east": EAST, "west": WEST, "old": OLD, "undated": UNDATED}


def write_plans(folder: Path, texts: Mapping[str, str]) -> Path:
    """A folder with these texts as files."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder
