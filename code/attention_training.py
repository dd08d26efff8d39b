"""A long training, for attention_seq2seq.py: it can be ended at any time and goes on.

One process trains, or several that torchrun starts, on one machine or more: each step
takes the same batch, of which each process has a part. This module knows of no network:
a run gets a translator, a corpus and a loss.
"""

import json
import math
import os
import time
from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn
from torch.optim.swa_utils import AveragedModel

import attention_data as data
import lstm_encoder_decoder as base

# ======================================================================== Processes


def join_processes() -> str | None:
    """Meet the other processes of torchrun; returns this one's GPU, if it has one."""
    if "RANK" not in os.environ:
        return None
    gpus = torch.cuda.is_available()
    # Most of them wait while the first one validates, or reads a large corpus.
    timeout = timedelta(hours=12)
    # Those that were started again must not find the addresses of the dead ones.
    store, rank, world = next(dist.rendezvous("env://", timeout=timeout))
    store = dist.PrefixStore(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0"), store)
    backend = "nccl" if gpus else "gloo"
    dist.init_process_group(
        backend, store=store, rank=rank, world_size=world, timeout=timeout
    )
    if not gpus:
        return None
    device = f"cuda:{os.environ['LOCAL_RANK']}"
    torch.cuda.set_device(device)
    return device


def leave_processes() -> None:
    if dist.is_initialized():
        dist.destroy_process_group()


def rank_and_world() -> tuple[int, int]:
    """This process's number, and how many there are."""
    if not dist.is_initialized():
        return 0, 1
    return dist.get_rank(), dist.get_world_size()


def say(*words) -> None:
    """Print, in the first process alone."""
    if rank_and_world()[0] == 0:
        print(*words, flush=True)


def from_first(work):
    """What work() returns in the first process, in all of them."""
    rank, world = rank_and_world()
    result = [work() if rank == 0 else None]
    if world > 1:
        dist.broadcast_object_list(result)
    return result[0]


def loss_of_all(loss_of):
    """A loss (sum, tokens) of this process's part of a batch -> of the whole batch.

    The sum's value is that of all parts, its gradient this part's times the number of
    processes: DDP takes the mean of the gradients, which is then that of the whole.
    """
    _, world = rank_and_world()

    def loss(model, source, lengths, target):
        part, tokens = loss_of(model, source, lengths, target)
        both = torch.tensor(
            [part.item(), tokens], dtype=torch.float64, device=part.device
        )
        dist.all_reduce(both)
        part = part * world
        return part + (both[0] - part.detach()).float(), int(both[1])

    return loss if world > 1 else loss_of


# ============================================================================= A run


class Run:
    """Trains `network`; the translator has the mean of its weights over the last steps.

    Each validation writes what it has: where it was the best so far, the translator's
    checkpoint; and always, beside it, the file from which the run goes on bit for bit.
    """

    def __init__(self, translator, corpus, loss_of, path: Path, log=None):
        self.translator = translator
        self.corpus = corpus
        self.path = path
        self.log = log
        self.config = config = translator.config
        self.network = translator.model
        self.loss_of = loss_of_all(loss_of)
        self.optimizer = torch.optim.Adam(
            self.network.parameters(), lr=config.lr, betas=(0.9, 0.98)
        )
        self.average = AveragedModel(self.network, multi_avg_fn=self.mix)
        translator.model = self.average.module
        self.at = {"step": 0, "epoch": 0, "window": 0, "batch": 0}
        self.at |= {"tokens": 0, "waited": 0, "best": (-1.0, 0.0)}
        self.seconds = 0.0
        self.history = []

    def mix(self, averages, weights, steps) -> None:
        """Move the averages towards the weights: a moving mean, short at the start."""
        keep = min(self.config.average, (1 + steps.item()) / (10 + steps.item()))
        for average, weight in zip(averages, weights):
            average.lerp_(weight, 1 - keep)

    def rate(self) -> float:
        """The learning rate: up in `warmup` steps, then down along half a cosine."""
        step, config = self.at["step"], self.config
        falling = (1 + math.cos(math.pi * step / config.steps)) / 2
        return config.lr * falling * min(1, (step + 1) / config.warmup)

    def update(self) -> None:
        nn.utils.clip_grad_norm_(self.network.parameters(), max_norm=1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        self.optimizer.step()
        self.average.update_parameters(self.network)

    def train(self) -> None:
        """Train to the last step, or until `patience` validations brought no gain."""
        config, at = self.config, self.at
        left = config.steps - at["step"]
        if left <= 0 or at["waited"] >= config.patience:
            return
        network = torch.compile(self.network) if config.compile else self.network
        rank, world = rank_and_world()
        if world > 1:
            network = nn.parallel.DistributedDataParallel(network)
        device = self.translator.device
        batches = data.batches(self.corpus.train, config, at, device, rank, world)
        short = replace(config, steps=left)
        steps = base.training_steps(network, batches, short, self.loss_of, self.update)
        progress = base.Progress("step", total=left)
        clock = time.perf_counter()
        for number, loss, tokens in steps:
            at["step"] += 1
            at["tokens"] += tokens
            self.seconds += time.perf_counter() - clock
            if at["step"] % config.every == 0 or number == left:
                self.validate(loss)
                if at["waited"] >= config.patience:
                    say(f"no gain in {config.patience} validations: training ends")
                    return
            if rank == 0:
                progress.report(number)
            clock = time.perf_counter()

    def validate(self, loss: float) -> None:
        """Score the translator, and write what there is."""
        at = self.at
        scores = from_first(lambda: self.translator.scores(self.corpus.valid))
        value = scores.get("bleu", 0.0), -scores["loss"]  # of equal BLEU the lower loss
        row = {"step": at["step"], "seconds": self.seconds, "tokens": at["tokens"]}
        self.history.append({**row, "train_loss": loss, **scores})
        is_best = value > at["best"]
        at["waited"] = 0 if is_best else at["waited"] + 1
        at["best"] = max(value, at["best"])
        speed = f"{at['tokens'] / self.seconds:,.0f} tokens/s"
        say(f"step {at['step']:>6}  {self.seconds:5.0f} s  {speed}  {shown(scores)}")
        if rank_and_world()[0] == 0:
            if is_best:
                self.translator.save(self.path)
            self.save()

    def save(self) -> None:
        """Write the file from which the run goes on, and the log."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "at": self.at,
            "seconds": self.seconds,
            "history": self.history,
            "pairs": len(self.corpus.train),
        }
        content = {**self.translator.content(), "run": state}
        base.write_whole(run_file(self.path), content)
        self.write_log()

    def write_log(self, *more: dict) -> None:
        """All validations so far, a line of JSON for each, and then `more`."""
        if self.log:
            rows = (json.dumps(row) for row in (*self.history, *more))
            Path(self.log).write_text("\n".join(rows) + "\n", "utf-8")

    def go_on(self, content: dict) -> None:
        """Continue from what `save` wrote. ValueError where that was another run."""
        state, ours = content["run"], asdict(self.config)
        free = {"steps", "every", "patience", "beam", "penalty", "compile"}
        theirs = {**ours, **content["config"]}
        other = [name for name in ours.keys() - free if theirs[name] != ours[name]]
        if other:
            names = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(other))
            raise ValueError(f"{run_file(self.path)} was trained with another {names}")
        if state["pairs"] != len(self.corpus.train):
            pairs = f"{state['pairs']:,} pairs, here are {len(self.corpus.train):,}"
            raise ValueError(f"{run_file(self.path)} was trained on {pairs}")
        self.network.load_state_dict(state["network"])
        self.translator.model.load_state_dict(content["weights"])
        self.average.n_averaged.fill_(state["at"]["step"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.at.update(state["at"])
        self.seconds = state["seconds"]
        self.history = state["history"]
        say(f"going on    after step {self.at['step']:,}")


def shown(scores: dict) -> str:
    """The scores that say most, as a line."""
    forms = {"loss": ".3f", "perplexity": ".2f", "bleu": ".1f", "chrf": ".1f"}
    names = [name for name in forms if name in scores]
    return "  ".join(f"{name} {scores[name]:{forms[name]}}" for name in names)


def run_file(path: Path) -> Path:
    """Beside a translator's checkpoint, the file from which its training goes on."""
    return path.with_suffix(".run.pt")


def read_checkpoint(path: str | Path) -> dict:
    """What a translator or a run has saved. ValueError for any other file."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
        for name in ("weights", "sides", "config"):
            content[name]
    except Exception as error:  # whatever such a file leads to
        reason = f"is no checkpoint of this script, train first: {error!r:.90}"
        raise ValueError(f"{path} {reason}") from None
    return content


def learn(
    kind, loss_of, config, device, save, resume=False, history=None, **files
) -> None:
    """Train a translator of this kind, save and test it; says first what it will do."""
    path = Path(save)
    state = run_file(path)
    for target in (path, state):
        base.check_target(target)
    if config.bf16:
        check_bf16(device)
    kept = sides = None
    if resume and from_first(state.exists):
        kept = from_first(partial(read_checkpoint, state))
        sides = data.load_sides(kept["sides"], config)
    corpus = data.read_corpus(config, **files, sides=sides)
    base.use_threads(config)
    translator = kind(corpus.sides, config, device)
    introduce(translator, corpus)
    run = Run(translator, corpus, partial(loss_of, config=config), path, history)
    if kept:
        run.go_on(kept)
    run.train()
    say(f"checkpoint  {path}  (to translate with it: --load {path})")
    if corpus.test.pairs and rank_and_world()[0] == 0:
        scores = kind.load(path, device).scores(corpus.test, config.beam)
        run.write_log({"test": len(corpus.test.pairs), **scores})
        say(f"test        {shown(scores)}")
        for name in ("bleu", "chrf"):
            if name in scores:
                say(f"            {scores[f'{name}_signature']}")


def check_bf16(device: str) -> None:
    """ValueError where the processor does not multiply in bfloat16."""
    lstm = nn.LSTM(8, 8).to(device)
    try:
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            lstm(torch.zeros(1, 1, 8, device=device))
    except RuntimeError:
        raise ValueError("--bf16: this processor cannot, leave it out") from None


def introduce(translator, corpus) -> None:
    """Say what is about to be learnt, and by what."""
    held_out = (
        f"{len(corpus.valid.pairs):,} to validate, {len(corpus.test.pairs):,} to test"
    )
    say(f"data        {len(corpus.train):,} pairs, {held_out}")
    say(f"first pair  {' => '.join(corpus.valid.texts[0])}")
    source, target = (f"{len(side.vocabulary):,}" for side in corpus.sides)
    say(f"vocabulary  {source} of the source, {target} of the target")
    parameters = sum(weight.numel() for weight in translator.model.parameters())
    config = translator.config
    run = f"{translator.device}, seed {config.seed}, {config.steps:,} steps"
    say(f"model       {parameters:,} parameters on {run}")
