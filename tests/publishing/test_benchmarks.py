"""`make bench` counts what it says it counts, and leaves what it measured as a table and as JSON."""

import json
import sys
from types import SimpleNamespace

import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks import __main__ as bench
from benchmarks import building, model
from publish.common import paths


def test_a_training_step_s_arithmetic_is_what_torch_counts():
    """PyTorch's own counter, on one layer of each kind unrolled into matrix products: forward, and twice that back."""
    E, H, V, steps = 6, 4, 9, 5
    inputs, state = torch.randn(steps, E, requires_grad=True), torch.randn(steps, H, requires_grad=True)
    w_in, w_state, w_out = (torch.randn(*shape, requires_grad=True) for shape in ((E, 4 * H), (H, 4 * H), (H, V)))
    with FlopCounterMode(display=False) as counter:
        (inputs @ w_in + state @ w_state).sum().backward()
        (state @ w_out).sum().backward()
    config = SimpleNamespace(num_layers=1, embed_size=E, hidden_size=H)
    assert model.operations(config, 0, steps, V) == counter.get_total_flops()


def test_results_come_as_a_table_and_as_json(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(paths, "BUILD", tmp_path)
    monkeypatch.setattr(bench, "PARTS", {"script": lambda: {"whole process": (27.5, "s")}, "build": lambda: 1 / 0})
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "script"])
    assert bench.main() == 0
    assert "whole process" in capsys.readouterr().out
    written = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert written["results"] == {"script": {"whole process": {"value": 27.5, "unit": "s"}}}
    assert {"processor", "cores", "torch", "load"} <= written["machine"].keys()


def test_a_cold_build_starts_with_nothing_built(tmp_path):
    building.copy_tree(tmp_path / "tree")
    copied = {path.name for path in (tmp_path / "tree").iterdir()}
    assert {"code", "publish", "docs", "node_modules", "mkdocs.yml"} <= copied
    assert not copied & {"build", "site", ".venv", ".git"}
