"""A file of one's own pairs: what is read, how it is split, and what is said about a line that does not fit."""

from pathlib import Path

import lstm_encoder_decoder as s2s

file, config = Path("pairs.tsv"), s2s.Config()
VALUES = {"refused": []}
good = [f"我 有 {n} 本 书\tI have {n} books\tsource: me" for n in range(2, 22)] + [
    "你好吗？\tHow are you?"
]
file.write_text("\n".join(good), "utf-8")
corpus = s2s.read_corpus(file, config)
print("train, valid, test:", [len(part) for part in corpus[:3]])
print(next(pair for part in corpus for pair in part if pair[1][0] == "How"))

for bad in ("只有一列", "你好\t"):
    file.write_text("\n".join([*good, bad]), "utf-8")
    try:
        s2s.read_corpus(file, config)
    except ValueError as error:
        print(*str(error).split("; "), sep="\n  ")
        VALUES["refused"] += [str(error)]
file.write_bytes("你好\thello\n".encode("gbk"))
try:
    s2s.read_corpus(file, config)
except ValueError as error:
    print(*str(error).split("; "), sep="\n  ")
    VALUES["refused"] += [str(error)]
file.unlink()
assert [said.split(": ")[1][:9] for said in VALUES["refused"]] == [
    "one colum",
    "an empty ",
    "not UTF-8",
]
