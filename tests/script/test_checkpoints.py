"""A checkpoint holds all of a translator, is written whole or not at all; a bad one is refused and its code not run."""

import os
import pickle
import resource
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import lstm_encoder_decoder as s2s
import pytest
import torch

OLD = b"PK\3\4 archive/data.pkl: an older checkpoint"


@pytest.fixture
def translator(new_translator, pairs):
    translator = new_translator(steps=10, num_layers=2, dropout=0.1, seed=5)
    s2s.train(translator, pairs[20:], pairs[:20])
    return translator


@contextmanager
def full_disk():
    """Files cannot grow beyond 20 KB: what a full disk does to a checkpoint."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_everything_comes_back(translator, pairs, tmp_path):
    translator.save(tmp_path / "a.pt")
    loaded = s2s.Translator.load(tmp_path / "a.pt")
    state = loaded.model.state_dict()
    assert state.keys() == translator.model.state_dict().keys()
    assert all(torch.equal(state[name], value) for name, value in translator.model.state_dict().items())
    assert loaded.source_vocabulary.words == translator.source_vocabulary.words
    assert loaded.target_vocabulary.words == translator.target_vocabulary.words
    assert loaded.source_vocabulary.index == translator.source_vocabulary.index
    assert loaded.config == translator.config
    assert loaded.history == translator.history and loaded.history
    assert loaded.translate("三 一 二") == translator.translate("三 一 二")
    assert loaded.evaluate(pairs) == translator.evaluate(pairs)


def test_it_is_made_of_plain_data_and_tensors_alone(translator, tmp_path):
    translator.save(tmp_path / "a.pt")
    content = torch.load(tmp_path / "a.pt", weights_only=True)
    assert content.keys() == {"weights", "config", "vocabularies", "history"}
    assert content["config"] == asdict(translator.config)


def test_saving_replaces_the_file_and_leaves_nothing_beside_it(translator, tmp_path):
    (tmp_path / "a.pt").write_bytes(OLD)
    translator.save(tmp_path / "a.pt")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pt"]
    assert s2s.Translator.load(tmp_path / "a.pt").config == translator.config


def test_the_same_translator_is_saved_as_the_same_bytes(translator, tmp_path):
    translator.save(tmp_path / "a.pt")
    s2s.Translator.load(tmp_path / "a.pt").save(tmp_path / "b.pt")
    assert (tmp_path / "a.pt").read_bytes() == (tmp_path / "b.pt").read_bytes()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_failure_while_it_is_made_leaves_the_old_file(translator, tmp_path, monkeypatch, error):
    def fail(content, file):
        file.write(b"half") if hasattr(file, "write") else None
        raise error("no more")

    (tmp_path / "a.pt").write_bytes(OLD)
    monkeypatch.setattr(torch, "save", fail)
    with pytest.raises(error, match="no more"):
        translator.save(tmp_path / "a.pt")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pt", OLD)]


def test_a_failing_write_leaves_the_old_file(translator, tmp_path):
    (tmp_path / "a.pt").write_bytes(OLD)
    with full_disk(), pytest.raises(OSError, match="too large"):
        translator.save(tmp_path / "a.pt")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pt", OLD)]


def test_it_is_on_the_disk_before_it_takes_the_old_one_s_place(translator, tmp_path, monkeypatch):
    """A machine that loses its power has the old one or the new one, and never an empty file."""
    done, fsync, replace = [], os.fsync, Path.replace

    def watched_fsync(file):
        done.append(("on the disk", os.fstat(file).st_size))
        fsync(file)

    def watched_replace(part, target):
        done.append(("replaced", part.stat().st_size))
        return replace(part, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    translator.save(tmp_path / "a.pt")
    size = (tmp_path / "a.pt").stat().st_size
    assert done == [("on the disk", size), ("replaced", size)]


def test_a_full_disk_is_one_line(refuse, tmp_path, pairs_file):
    (tmp_path / "old.pt").write_bytes(OLD)
    with full_disk():
        message = refuse("--data", pairs_file, "--steps", 2, "--save", "old.pt")
    assert "too large" in message


class Trap:
    """What runs if a checkpoint is unpickled without care."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder / "sprung"),)


def cut(file, new):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def bit_flipped(file, new):
    """Damage in the middle of the archive's directory, at its end."""
    content = bytearray(file.read_bytes())
    content[-200:-100] = bytes(100)
    file.write_bytes(content)


def other_sizes(file, new):
    torch.save({**torch.load(file, weights_only=True), "weights": new(hidden_size=17).model.state_dict()}, file)


def other_words(file, new):
    content = torch.load(file, weights_only=True)
    torch.save({**content, "vocabularies": [content["vocabularies"][0], ["one"]]}, file)


def impossible_settings(file, new):
    content = torch.load(file, weights_only=True)
    torch.save({**content, "config": {**content["config"], "num_layers": 0}}, file)


def unknown_settings(file, new):
    content = torch.load(file, weights_only=True)
    torch.save({**content, "config": {**content["config"], "heads": 8}}, file)


def without_history(file, new):
    content = torch.load(file, weights_only=True)
    del content["history"]
    torch.save(content, file)


BAD = {
    "cut": cut,
    "damaged": bit_flipped,
    "empty": lambda file, new: file.write_bytes(b""),
    "text": lambda file, new: file.write_text("我 爱\tI love\n" * 50, "utf-8"),
    "of another program": lambda file, new: torch.save({"state_dict": {}, "epoch": 3}, file),
    "a bare list": lambda file, new: torch.save([1, 2, 3], file),
    "a whole model": lambda file, new: torch.save(new().model, file),
    "of other sizes": other_sizes,
    "of other words": other_words,
    "of impossible settings": impossible_settings,
    "of unknown settings": unknown_settings,
    "without its history": without_history,
    "carrying code": lambda file, new: torch.save({"weights": Trap(file.parent)}, file),
    "a pickle of code": lambda file, new: file.write_bytes(pickle.dumps(Trap(file.parent), protocol=2)),
    "missing": lambda file, new: file.unlink(),
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD)
@pytest.mark.parametrize("option", ["--translate", "--trace"])
def test_a_bad_checkpoint_is_refused(refuse, checkpoint, new_translator, spoil, option):
    spoil(checkpoint, new_translator)
    message = refuse("--load", checkpoint, option, "一 二")
    assert message.startswith(f"{checkpoint} is no checkpoint of this script, train first: ")
    assert not (checkpoint.parent / "sprung").exists(), "the checkpoint's code was run"


def test_the_trap_does_spring_where_nobody_takes_care(tmp_path):
    """Or the tests above would show nothing."""
    pickle.loads(pickle.dumps(Trap(tmp_path)))
    assert (tmp_path / "sprung").is_dir()
