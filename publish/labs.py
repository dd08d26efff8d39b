"""Labs: percent notebooks in labs/ -> executed once for both languages -> a page, an .ipynb and a .py to download.

The step `labs` of `python -m publish` executes; the pages are made of the result while MkDocs collects its
files. One run serves both sites and the figures that the article quotes, which is why nothing is executed by
MkDocs itself. A notebook's page is Markdown like any other, so that its formulas, citations, code and search
work as everywhere, and none of the notebook converters' styles and scripts (574 KB a page) have to be removed
again.

Markdown cells tagged `zh` or `en` belong to that language only; untagged ones to both. A display whose metadata
say `{"lang": "zh"}` is left out of the other language's page; `{"alt": …}` (or `alt_zh`, `alt_en`) is a
figure's text alternative and `caption_zh`, `caption_en` its caption. A code cell tagged `hide` runs but only
its output is shown. The last namespace's dict `VALUES` feeds `lab.<name>.<key>`.
"""

from __future__ import annotations

import base64
import concurrent.futures
import contextlib
import html
import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from publish import cache, codepage, paths, typed
from publish.errors import PublishError

SECONDS_PER_CELL = 3600  # for a cell that never ends; on a busy machine an honest one takes many times its usual time
DOWNLOADS = "downloads/labs"
COLLECT = "import json as _json\nprint(_json.dumps(globals().get('VALUES', {}), ensure_ascii=False))"


def is_notebook(file: Path) -> bool:
    """Helper modules live in labs/ too; a notebook is a file with percent cells."""
    return re.search(r"^# %%", file.read_text("utf-8"), re.MULTILINE) is not None


def notebooks(folder: Path | None = None) -> dict[str, Path]:
    """All labs by name, in the order of their names."""
    return {file.stem: file for file in sorted((folder or paths.LABS).glob("*.py")) if is_notebook(file)}


def helpers(folder: Path | None = None) -> list[Path]:
    return [file for file in sorted((folder or paths.LABS).glob("*.py")) if not is_notebook(file)]


def read(file: Path):
    """The notebook of a percent script."""
    import jupytext

    return jupytext.read(file, fmt="py:percent")


def tags(cell) -> list[str]:
    return list(cell.metadata.get("tags", []))


def title(file: Path, language: str) -> str:
    """The first level-one heading in that language's cells."""
    for cell in read(file).cells:
        if cell.cell_type == "markdown" and spoken(cell, language):
            match = re.search(r"^# +(.+?)(?: *\{[^}]*\})?$", cell.source, re.MULTILINE)
            if match:
                return match[1].strip()
    raise PublishError(f"{paths.shown(file)} has no level-one heading for language {language}.")


def spoken(cell, language: str) -> bool:
    """Whether a cell belongs to a language's page."""
    marked = {name for name in tags(cell) if name in paths.LANGUAGES}
    return not marked or language in marked


# Running


def run_all() -> list[str]:
    """The step: execute every lab whose inputs changed, two at a time. Returns the names of those that ran."""
    shared = cache.digest([*helpers(), *sorted(paths.CODE.glob("*.py")), paths.LOCK, paths.CHECKPOINT, Path(__file__)])
    stale = []
    for name, file in notebooks().items():
        key = cache.digest([file, shared])
        if not cache.fresh(f"lab-{name}", key, outputs(name)):
            stale.append((name, file, key))
    if not stale:
        return []
    failures = []
    with concurrent.futures.ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        jobs = {pool.submit(execute, name, file): (name, key) for name, file, key in stale}
        for job in concurrent.futures.as_completed(jobs):
            name, key = jobs[job]
            try:
                seconds = job.result()
            except PublishError as error:
                failures.append(str(error))
                continue
            cache.write_json(paths.CACHE / f"lab-{name}.json", {"inputs": key, "outputs": cache.digest(outputs(name))})
            print(f"  lab {name}: {seconds:.0f} s", flush=True)
    if failures:
        raise PublishError("\n".join(failures))
    return [name for name, _, _ in stale]


def outputs(name: str) -> list[Path]:
    return [paths.BUILT_LABS / f"{name}.ipynb", paths.BUILT_LABS / f"{name}.json"]


def execute(name: str, file: Path) -> float:
    """Run one lab in a kernel of its own, in a scratch folder that holds the checkpoint. Returns the seconds it
    took.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    notebook = read(file)
    count = len(notebook.cells)
    notebook.cells.append(nbformat.v4.new_code_cell(COLLECT))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix=f"lab-{name}-") as scratch:
        if paths.CHECKPOINT.is_file():
            shutil.copy(paths.CHECKPOINT, scratch)
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            kernel_name="python3",
            resources={"metadata": {"path": scratch}},
            extra_arguments=["--IPKernelApp.log_level=40"],  # no warning that the kernel listens on loopback
        )
        try:
            client.execute(env=environment())
        except CellExecutionError as error:
            number = failing_cell(notebook)
            line = cell_lines(file)[number - 1] if number else 1
            raise PublishError(
                f"cell {number} of {count} failed: {error.ename}: {error.evalue}",
                "Nothing is published until it runs.",
                f"{paths.shown(file)}:{line}",
            ) from None
        except CellTimeoutError:
            raise PublishError(
                f"a cell was stopped after {SECONDS_PER_CELL:,} s.", "Make it shorter.", paths.shown(file)
            ) from None
    seconds = time.perf_counter() - start
    printed = "".join(item.get("text", "") for item in notebook.cells.pop().outputs)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    cache.write(paths.BUILT_LABS / f"{name}.ipynb", nbformat.writes(notebook) + "\n")
    cache.write_json(paths.BUILT_LABS / f"{name}.json", {"seconds": seconds, "values": json.loads(printed or "{}")})
    return seconds


def environment() -> dict[str, str]:
    """The kernel finds the script and the labs' helpers, and leaves the other core to the lab beside it."""
    variables = dict(os.environ)
    variables["PYTHONPATH"] = os.pathsep.join([str(paths.CODE), str(paths.LABS)])
    variables["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), variables.get("PATH", "")])
    variables.update(OMP_NUM_THREADS="1", MPLBACKEND="agg", PYDEVD_DISABLE_FILE_VALIDATION="1")
    return variables


def failing_cell(notebook) -> int:
    """The number (from 1) of the cell that raised."""
    for number, cell in enumerate(notebook.cells, 1):
        if any(item.output_type == "error" for item in cell.get("outputs", [])):
            return number
    return 0


def cell_lines(file: Path) -> list[int]:
    """The line on which each cell starts."""
    return [number for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.startswith("# %%")]


# Pages


def index(language: str, base: str) -> str:
    """The list of all labs with their opening question, for the labs' front page."""
    rows = []
    for number, (name, file) in enumerate(notebooks().items(), 1):
        rows.append(f"{number}. [{title(file, language)}]({base}labs/{name}.md){{.lab}} {question(file, language)}")
    return "\n".join(rows)


def question(file: Path, language: str) -> str:
    """What follows the title in the same cell, up to the first blank line: the question the lab opens with.

    Citations are left out: where it is quoted, there are no links to the references.
    """
    for cell in read(file).cells:
        if cell.cell_type == "markdown" and spoken(cell, language) and re.match(r"# ", cell.source):
            paragraphs = [part.strip() for part in cell.source.split("\n\n")[1:] if part.strip()]
            if paragraphs:
                return "<br>" + re.sub(r"\s*\[@[^\]]+\]", "", paragraphs[0]).replace("\n", " ")
    return ""


def description(file: Path, language: str) -> str:
    """The opening question as plain text, for the page's description."""
    text = re.sub(r"\\[a-z]+\{(\w+)\}", r"\1", question(file, language).removeprefix("<br>"))
    return re.sub(r"[$`\\]", "", text)


def page(name: str, language: str) -> str:
    """The Markdown of a lab's page, from the executed notebook (or the source, before the first run)."""
    import nbformat

    built = paths.BUILT_LABS / f"{name}.ipynb"
    notebook = nbformat.read(built, as_version=4) if built.is_file() else read(paths.LABS / f"{name}.py")
    parts, figures = [], 0
    for cell in notebook.cells:
        if not spoken(cell, language):
            continue
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code" and cell.source.strip():
            hidden = "hide" in tags(cell)
            if not hidden:
                parts.append(_fence(cell.source, ".python"))
            for item in _joined(cell.get("outputs", [])):
                text, figures = _output(item, language, f"{name}-{figures}", figures)
                if text:
                    parts.append(text)
    return _with_downloads("\n\n".join(parts), name, language)


def _with_downloads(markdown: str, name: str, language: str) -> str:
    """The page with its download links after the title."""
    record = paths.BUILT_LABS / f"{name}.json"
    seconds = json.loads(record.read_text("utf-8"))["seconds"] if record.is_file() else None
    get, beside, ran = {
        "zh": ("下载 {} · {}", "运行时，同一个文件夹里还要有 {}", "本页的输出来自构建时的一次真实运行，用时 {} 秒"),
        "en": ("Download {} · {}", "To run it, put beside it {}", "The output on this page is from a real run: {} s"),
    }[language]
    lab = [_link(f"{DOWNLOADS}/{name}.{ending}") for ending in ("ipynb", "py")]
    companions = [_link(uri) for uri in (codepage.DOWNLOAD, *(f"{DOWNLOADS}/{file.name}" for file in helpers()))]
    lines = [get.format(*lab), beside.format(" · ".join(companions))]
    lines += [ran.format(round(seconds))] if seconds else []
    links = "<br>\n".join(lines) + "\n{.lab-downloads data-search-exclude=1}"
    return re.sub(r"^(# .+)$", lambda match: f"{match[1]}\n\n{links}", markdown, count=1, flags=re.MULTILINE)


def _link(uri: str) -> str:
    return f"[{uri.rpartition('/')[2]}](../{uri}){{download}}"


def _fence(text: str, classes: str) -> str:
    return f"`````` {{ {classes} }}\n{text.rstrip()}\n``````"


def _joined(outputs: list) -> list:
    """A cell's outputs with what it printed in one piece, also where it came in several."""
    joined = []
    for item in outputs:
        if item.output_type == "stream" and item.name != "stdout":
            continue
        if joined and item.output_type == joined[-1].output_type == "stream":
            joined[-1] = item.__class__(joined[-1], text=joined[-1].text + item.text)
        else:
            joined.append(item)
    return joined


def _output(item, language: str, prefix: str, figures: int) -> tuple[str, int]:
    """One output as Markdown, and how many figures there are now."""
    if item.output_type == "stream":
        return (_fence(item.text, ".text .output") if item.text.strip() else ""), figures
    if item.output_type not in ("display_data", "execute_result"):
        return "", figures
    notes = item.get("metadata", {})
    if notes.get("lang", language) != language:
        return "", figures
    data = item.data
    if "image/svg+xml" in data:
        return (
            f"<div data-figure='{html.escape(json.dumps(_figure(data, notes, language, prefix)), quote=True)}'></div>",
            figures + 1,
        )
    if "image/png" in data:
        source = f"data:image/png;base64,{data['image/png'].strip()}"
        return f'<img src="{source}" alt="{html.escape(alternative(notes, language), quote=True)}">', figures + 1
    if "text/markdown" in data:
        return data["text/markdown"], figures
    if "text/html" in data:
        return f'<div class="lab-html" data-html="{_packed(data["text/html"])}"></div>', figures
    text = data.get("text/plain", "")
    return (_fence(text, ".text .output") if text.strip() else ""), figures


def _packed(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def alternative(notes: dict, language: str) -> str:
    return notes.get(f"alt_{language}") or notes.get("alt") or ""


def _figure(data: dict, notes: dict, language: str, prefix: str) -> dict:
    svg = data["image/svg+xml"]
    return {
        "svg": _packed("".join(svg) if isinstance(svg, list) else svg),
        "prefix": f"fig-{prefix}",
        "alt": alternative(notes, language),
        "caption": notes.get(f"caption_{language}") or notes.get("caption") or "",
    }


def place_outputs(content: str) -> str:
    """The page's HTML with figures and tables where Markdown left their places. Called after Markdown."""

    def figure(match: re.Match) -> str:
        from publish import figures, palette

        notes = json.loads(html.unescape(match[1]))
        drawn = figures.inline(base64.b64decode(notes["svg"]).decode("utf-8"), notes["prefix"], notes["alt"])
        svg = palette.follow_scheme(drawn)
        caption = f"<figcaption>{html.escape(notes['caption'])}</figcaption>" if notes["caption"] else ""
        return f'<figure class="plot" data-search-exclude="1">{svg}{caption}</figure>'

    content = re.sub(r"<div data-figure='([^']*)'></div>", figure, content)
    return re.sub(
        r'<div class="lab-html" data-html="([^"]*)"></div>',
        lambda match: f'<div class="lab-html">{base64.b64decode(match[1]).decode("utf-8")}</div>',
        content,
    )


# Downloads


def downloads() -> dict[str, str]:
    """All that a reader can download, by address: each lab as a notebook and as a script, and what they import."""
    files = {f"{DOWNLOADS}/{file.name}": file.read_text("utf-8") for file in [*notebooks().values(), *helpers()]}
    return files | {f"{DOWNLOADS}/{name}.ipynb": download_notebook(name) for name in notebooks()}


def download_notebook(name: str) -> str:
    """The notebook a reader downloads: both languages, no outputs, page macros in words."""
    import jupytext

    notebook = read(paths.LABS / f"{name}.py")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = plain(typed.without_notes(cell.source), "zh" if "zh" in tags(cell) else "en")
    notebook.metadata.pop("jupytext", None)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    return jupytext.writes(notebook, fmt="ipynb") + "\n"


def plain(markdown: str, language: str) -> str:
    """Citations, figures and other labs' titles as plain text: the page macros mean nothing outside of this site."""
    from publish import macros, references, values

    entries, figures = references.load(), values.load()
    for match in macros.MACRO.finditer(markdown):
        if match[1] == "value":
            key, _, spec = (match[2] or "").partition(" ")
            with contextlib.suppress(PublishError):  # before the first run; the page itself complains
                markdown = markdown.replace(match[0], values.show(values.find(figures, key), spec.strip()))
        elif match[1] == "lab":
            markdown = markdown.replace(match[0], title(paths.LABS / f"{match[2]}.py", language))

    def cite(match: re.Match) -> str:
        keys = [key.strip().removeprefix("@") for key in match[1].split(";")]
        return "; ".join(references.short(key, entries[key]) for key in keys if key in entries)

    return re.sub(r"(?<!\w)\[@([^\]]+)\]", cite, markdown)
