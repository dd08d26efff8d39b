"""Batches: within their budget, every row once an epoch, the same from memory and from Arrow, and in parts."""

import itertools
import os
import random
from functools import partial

import attention_data as data
import attention_seq2seq as att
import pytest
import torch
from lstm_encoder_decoder import EOS, PAD, SOS

from tests.variants.conftest import SMALL, write_pairs

START = {"epoch": 0, "window": 0, "batch": 0}


def config(**options):
    return att.Config(**{**SMALL, **options})


@pytest.fixture(scope="module")
def rows():
    """500 rows of 1 to 12 ids a side."""
    order = random.Random(0)
    return [tuple([order.randrange(4, 99) for _ in range(order.randint(1, 12))] for _ in range(2)) for _ in range(500)]


@pytest.fixture
def small_blocks(monkeypatch):
    """An epoch of 500 rows has three windows of up to 200."""
    monkeypatch.setattr(data, "BLOCK", 50)
    monkeypatch.setattr(data, "WINDOW", 4)


def unpacked(batch):
    """The rows of a batch."""
    source, lengths, target = batch
    for ids, length, words in zip(source.tolist(), lengths.tolist(), target.tolist(), strict=True):
        assert words[0] == SOS and ids[length:] == [PAD] * (len(ids) - length)
        end = words.index(EOS)
        assert words[end + 1 :] == [PAD] * (len(words) - end - 1)
        yield ids[:length], words[1:end]


def take(rows, config, count, at=None, **options):
    """The first batches from a place on, each with the next random number of PyTorch's."""
    batches = data.batches(rows, config, dict(START) if at is None else at, **options)
    return [(batch, torch.rand(1).item()) for batch in itertools.islice(batches, count)]


def same(ours, theirs):
    return len(ours) == len(theirs) and all(
        number == other and all(map(torch.equal, batch, batch_too))
        for (batch, number), (batch_too, other) in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize(("tokens", "size"), [(60, 128), (200, 8), (13, 128), (1, 128)])
def test_batches_keep_to_their_budget(rows, tokens, size):
    groups = list(data.group_rows(rows, config(batch_tokens=tokens, batch_size=size), random.Random(0)))
    assert sorted(itertools.chain(*groups)) == sorted(rows)
    for group in groups:
        longest = max(max(len(source), len(target) + 1) for source, target in group)
        assert len(group) == 1 or len(group) * longest <= tokens
        assert len(group) <= size
        assert len(group) <= 8 or len(group) % 8 == 0, "shapes should be few"


def test_little_of_a_batch_is_pads(rows):
    groups = list(data.group_rows(rows * 40, config(batch_tokens=1000), random.Random(0)))
    for side, most in ((0, 0.02), (1, 0.1)):
        tokens = sum(len(row[side]) for group in groups for row in group)
        room = sum(len(group) * max(len(row[side]) for row in group) for group in groups)
        assert 1 - tokens / room < most


def test_an_epoch_has_every_row_once_in_an_order_of_its_own(rows, small_blocks):
    at = dict(START)
    epochs = [[], [], []]
    for batch in data.batches(rows, config(), at):
        if at["epoch"] == 2:
            break
        epochs[at["epoch"]] += unpacked(batch)
    assert sorted(epochs[0]) == sorted(epochs[1]) == sorted(rows)
    assert epochs[0] != epochs[1]


@pytest.mark.parametrize("taken", [1, 7, 40, 130])
def test_a_place_is_enough_to_go_on(rows, small_blocks, taken):
    """The batches from there on are the same, and so are PyTorch's random numbers."""
    at = dict(START)
    take(rows, config(), taken, at)
    assert same(take(rows, config(), 30, at), take(rows, config(), taken + 30)[taken:])


def test_a_seed_decides_the_order(rows):
    first = take(rows, config(), 10)
    assert same(first, take(rows, config(), 10))
    assert not same(first, take(rows, config(seed=1), 10))


@pytest.mark.parametrize("world", [2, 3])
def test_the_parts_of_all_processes_make_up_the_batch(rows, world):
    whole = take(rows, config(batch_tokens=20), 150)
    parts = [take(rows, config(batch_tokens=20), 150, rank=rank, world=world) for rank in range(world)]
    fewest = set()
    for (batch, _), *shares in zip(whole, *parts, strict=True):
        every = []
        for (source, lengths, target), _ in shares:
            if target[0, 1] == PAD:  # a process without a row of its own has nothing to score
                assert target.tolist() == [[SOS, PAD]]
            else:
                every += unpacked((source, lengths, target))
        assert sorted(every) == sorted(unpacked(batch))
        fewest.add(len(every))
        assert len({number for _, number in shares}) == world, "each process drops words of its own"
    assert min(fewest) < world, "no batch was too small to share"


@pytest.fixture(scope="module")
def arrow(tmp_path_factory, texts):
    """(the corpus in memory, the same corpus as Arrow files, the folder of both)."""
    folder = tmp_path_factory.mktemp("arrow")
    train = write_pairs(folder / "train.tsv", texts * 3)
    valid = write_pairs(folder / "valid.tsv", texts[:20])
    settings = config(source_pieces=0, max_length=3)
    memory = data.read_corpus(settings, train, valid, valid)
    return memory, data.read_corpus(settings, train, valid, stream=str(folder / "rows")), folder


def test_arrow_gives_the_batches_that_memory_gives(arrow, small_blocks):
    memory, stream, _ = arrow
    assert len(stream.train) == len(memory.train) < 600, "long sentences are left out of both"
    assert [side.vocabulary.words for side in stream.sides] == [side.vocabulary.words for side in memory.sides]
    assert same(take(memory.train, config(), 100), take(stream.train, config(), 100))
    assert stream.valid == memory.valid and stream.test.pairs == []


def test_arrow_files_are_mapped_and_not_read(arrow):
    _, stream, _ = arrow
    (table,) = {file["filename"] for file in stream.train.table.cache_files}
    with open("/proc/self/maps") as maps:
        assert table in maps.read()


def test_arrow_files_are_made_once(arrow, monkeypatch):
    """A run that goes on reads neither the pairs again nor the words; what is cut otherwise is another file."""
    memory, stream, folder = arrow
    settings = config(max_length=3)
    monkeypatch.setattr(data, "make_rows", lambda *_: [([4], [5])])
    files = folder / "train.tsv", folder / "valid.tsv"
    again = data.read_corpus(settings, *files, stream=str(folder / "rows"), sides=stream.sides)
    assert same(take(again.train, settings, 20), take(memory.train, settings, 20))
    other = data.read_corpus(config(max_length=2), *files, stream=str(folder / "rows"), sides=stream.sides)
    assert other.train[:9] == [([4], [5])]


def test_rows_have_another_name_where_they_would_be_others(tmp_path, texts):
    """Of another file, of this one once it has changed, cut by other words or in another way."""
    file = write_pairs(tmp_path / "pairs.tsv", texts)
    sides, fewer = (data.learn_sides(partial(iter, pairs), config()) for pairs in (texts, texts[:3]))
    pieces = data.learn_sides(partial(iter, texts), config(target_pieces=20))

    def name(swap=False, sides=sides, **options):
        return data.digest(config(**options), file, swap, sides)

    names = [name(), name(swap=True), name(max_length=2), name(lower=True), name(sides=fewer), name(sides=pieces)]
    os.utime(file, ns=(0, 0))
    names.append(name())
    write_pairs(file, texts[:9])
    os.utime(file, ns=(0, 0))
    names.append(name())
    assert len(set(names)) == len(names) == 8
    assert name() == names[-1]
