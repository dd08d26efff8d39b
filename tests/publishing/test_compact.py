"""The model in models/: what is stored in bytes comes back as near as it can, and the pointer tells what is stored."""

import hashlib
import json

import pytest
import torch

from benchmarks import compact
from publish.common import paths


def test_a_matrix_comes_back_to_half_a_step_and_its_largest_values_exactly():
    torch.manual_seed(0)
    matrix = torch.randn(40, 30) * torch.rand(40, 1) * 10
    numbers, scales = compact.quantise(matrix)
    assert numbers.dtype == torch.int8 and scales.shape == (40,)
    restored = compact.dequantise(numbers, scales)
    assert ((restored - matrix).abs() <= 0.5001 * scales.unsqueeze(1)).all()
    largest = matrix.abs().argmax(1, keepdim=True)
    torch.testing.assert_close(restored.gather(1, largest), matrix.gather(1, largest))


def test_what_was_restored_is_stored_as_it_was():
    torch.manual_seed(1)
    once = compact.quantise(torch.randn(20, 50))
    again = compact.quantise(compact.dequantise(*once))
    assert torch.equal(once[0], again[0])
    torch.testing.assert_close(once[1], again[1])


def test_a_row_of_zeros_stays_one():
    numbers, scales = compact.quantise(torch.zeros(2, 5))
    assert not compact.dequantise(numbers, scales).any()


@pytest.fixture
def second():
    return compact.second_script()


def small(second, **settings):
    """A translator that knows a few words and has learnt nothing."""
    config = second.Config(embed_size=6, hidden_size=8, lower=True, language="", **settings)
    sides = [second.data.Words(second.base.Vocabulary([words]), lower=True) for words in (["我", "爱"], ["i", "love"])]
    return second.Translator(sides, config)


def test_a_translator_comes_back_with_its_words_and_its_settings(second):
    translator = small(second)
    back = compact.unpack(compact.pack(translator))
    assert back.config == translator.config
    assert back.source_vocabulary.words == translator.source_vocabulary.words
    weights = back.model.state_dict()
    assert torch.equal(weights["decoder.projection.weight"], weights["decoder.embedding.weight"])
    for name, tensor in translator.model.state_dict().items():
        scale = tensor.abs().amax(-1, keepdim=True) / 127 if tensor.dim() == 2 else torch.tensor(1e-9)
        assert ((weights[name] - tensor).abs() <= 0.5001 * scale).all(), name
    assert compact.pack(back) == compact.pack(compact.unpack(compact.pack(back))), "the file does not drift"


@pytest.mark.parametrize(
    "settings", [{"attention": "dot"}, {"bidirectional": False}, {"num_layers": 2}, {"tie": False}]
)
def test_what_the_page_cannot_run_is_refused(second, settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        compact.pack(small(second, **settings))


def test_what_is_too_large_for_a_page_is_refused(second, monkeypatch):
    monkeypatch.setattr(compact, "MOST_BYTES", 1000)
    with pytest.raises(ValueError, match="train a smaller one"):
        compact.pack(small(second))


def test_the_command_writes_the_file_and_what_is_in_it(second, monkeypatch, tmp_path, capsys):
    for name in ("MODEL", "POINTER"):
        monkeypatch.setattr(compact, name, tmp_path / getattr(compact, name).name)
    small(second).save(tmp_path / "small.pt")
    (tmp_path / "test.tsv").write_text("我爱\ti love\n爱我\tlove i\n", "utf-8")
    arguments = [str(tmp_path / "small.pt"), "--test", str(tmp_path / "test.tsv"), "--trained-by", "a command"]
    assert compact.main(arguments) == 0
    pointer = json.loads(compact.POINTER.read_text("utf-8"))
    data = compact.MODEL.read_bytes()
    assert pointer["sha256"] == hashlib.sha256(data).hexdigest() and pointer["bytes"] == len(data)
    assert (pointer["trained_by"], pointer["test_data"]["pairs"], pointer["training_data"]) == ("a command", 2, None)
    assert pointer["scores"]["trained"].keys() == pointer["scores"]["stored"].keys()
    assert "bleu" in capsys.readouterr().out


def test_the_command_says_what_is_wrong_and_writes_nothing(monkeypatch, tmp_path, capsys):
    for name in ("MODEL", "POINTER"):
        monkeypatch.setattr(compact, name, tmp_path / "made" / getattr(compact, name).name)
    with pytest.raises(SystemExit):
        compact.main([str(tmp_path / "none.pt"), "--test", str(tmp_path / "none.tsv")])
    assert "none.pt" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_the_pointer_agrees_with_the_file_in_the_repository():
    pointer, data = json.loads(compact.POINTER.read_text("utf-8")), compact.MODEL.read_bytes()
    assert pointer["file"] == compact.MODEL.name
    assert pointer["sha256"] == hashlib.sha256(data).hexdigest()
    assert pointer["bytes"] == len(data) <= compact.MOST_BYTES
    translator = compact.unpack(data)
    assert pointer["parameters"] == sum(parameter.numel() for parameter in translator.model.parameters())
    assert pointer["vocabulary"] == {
        "source": len(translator.source_vocabulary),
        "target": len(translator.target_vocabulary),
    }
    assert pointer["trained_by"] and pointer["training_data"]["pairs"] > pointer["test_data"]["pairs"]
    assert pointer["data"]["licence"] == "CC BY 2.0 FR"
    for state in ("trained", "stored"):
        assert pointer["scores"][state].keys() >= {"bleu", "bleu_signature", "chrf", "chrf_signature", "perplexity"}
    assert {paths.MODELS / pointer["file"], compact.POINTER} == set(paths.MODELS.iterdir())
