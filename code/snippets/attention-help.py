"""The second script's options, as it prints them."""

import argparse
import functools

import attention_seq2seq

# As wide as the page shows it, whatever terminal builds the site.
wide = functools.partial(argparse.HelpFormatter, width=88)
parser = attention_seq2seq.command_line()
parser.formatter_class = wide
parser.print_help()
told = (
    "--resume",
    "--nbest",
    "--stream",
    "--average",
    "--source-pieces",
    "--language",
)
VALUES = {"told": [option in parser.format_help() for option in told]}
assert all(VALUES["told"])
