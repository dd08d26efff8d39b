"""A lab runs once for both languages, a failing cell publishes nothing, and readers can take all of it with them."""

import ast
import json
import subprocess
import sys

import nbformat
import pytest

from publish.common import cache, paths
from publish.common.errors import PublishError
from publish.pages import lab_downloads, labs
from publish.run import notebooks

LAB = """# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %% [markdown] tags=["zh"]
# # 查表 {#look-up}
#
# 查表与乘法 [@a2015]，谁快？
#
# 先猜一猜，再看 [@a2015]。

# %% [markdown] tags=["en"]
# # Look-up
#
# Which is faster?

# %% tags=["hide"]
import labhelp

# %%
print("shared", labhelp.ANSWER)

# %% tags=["zh"]
print("只给中文")

# %%
from IPython.display import SVG, display
svg = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" viewBox="0 0 9 9"><path id="a" fill="#000000"/></svg>'
display(SVG(svg), metadata={"lang": "zh", "alt": "一条线", "caption": "图"})
display(SVG(svg), metadata={"alt_zh": "乙", "alt_en": "line", "caption_zh": "丙", "caption_en": "C"})
VALUES = {"answer": labhelp.ANSWER}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("LABS", "BUILT_LABS", "CACHE", "REFERENCES"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower())
    paths.LABS.mkdir()
    (paths.LABS / "labhelp.py").write_text("ANSWER = 42\n", "utf-8")
    (paths.LABS / "01-look-up.py").write_text(LAB, "utf-8")
    paths.REFERENCES.write_text(
        '[a2015]\nauthors = ["A B"]\nyear = 2015\ntitle = "T"\nvenue = "V"\nurl = "https://example.test"\n', "utf-8"
    )
    return tmp_path


def test_lab_runs_again_only_when_what_it_depends_on_changed(folder):
    assert notebooks.run_all() == ["01-look-up"]
    assert notebooks.run_all() == []
    (paths.LABS / "labhelp.py").write_text("ANSWER = 43\n", "utf-8")
    assert notebooks.run_all() == ["01-look-up"]
    record = json.loads((paths.BUILT_LABS / "01-look-up.json").read_text("utf-8"))
    assert record["values"] == {"answer": 43}
    assert record["seconds"] > 0
    notebook = nbformat.read(paths.BUILT_LABS / "01-look-up.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.output_type == "stream"] == ["shared 43\n", "只给中文\n"]
    displays = [output for output in outputs if output.output_type == "display_data"]
    assert [display.metadata.get("alt_en") for display in displays] == [None, "line"]
    assert "_json" not in str(notebook)


def test_a_lab_is_stale_when_the_script_its_checkpoint_or_a_package_is_another(folder, monkeypatch):
    for name in ("SCRIPT", "CHECKPOINT", "LOCK"):
        monkeypatch.setattr(paths, name, folder / name.lower())
    for output in notebooks.outputs("01-look-up"):
        cache.write(output, "{}")

    def note():
        for name, key in notebooks.stale().items():
            cache.note(f"lab-{name}", key, notebooks.outputs(name))

    note()
    for changed in (paths.LABS / "labhelp.py", paths.SCRIPT, paths.CHECKPOINT, paths.LOCK):
        assert notebooks.stale() == {}
        changed.write_text("x = 2\n", "utf-8")
        assert list(notebooks.stale()) == ["01-look-up"], changed.name
        note()


def test_failing_cell_names_itself_and_leaves_nothing(folder):
    source = LAB.replace('print("shared", labhelp.ANSWER)', "print(labhelp.ANSWER / 0)")
    (paths.LABS / "01-look-up.py").write_text(source, "utf-8")
    with pytest.raises(PublishError, match=r"01-look-up\.py:23: cell 4 of 6 failed: ZeroDivisionError"):
        notebooks.run_all()
    assert not list(paths.BUILT_LABS.glob("*"))


def test_a_cell_that_never_ends_is_stopped_in_words(folder, monkeypatch):
    monkeypatch.setattr(notebooks, "SECONDS_PER_CELL", 1)
    source = LAB.replace('print("shared", labhelp.ANSWER)', "while True: pass")
    (paths.LABS / "01-look-up.py").write_text(source, "utf-8")
    with pytest.raises(PublishError, match=r"01-look-up\.py: a cell was stopped after 1 s"):
        notebooks.run_all()


def test_only_files_with_cells_are_labs(folder):
    assert list(notebooks.by_name()) == ["01-look-up"]
    assert [file.name for file in notebooks.helpers()] == ["labhelp.py"]


def test_title_and_question_come_from_the_language_s_own_cell(folder):
    file = paths.LABS / "01-look-up.py"
    assert (labs.title(file, "zh"), labs.title(file, "en")) == ("查表", "Look-up")
    assert labs.question(file, "en") == "<br>Which is faster?"
    assert labs.question(file, "zh") == "<br>查表与乘法，谁快？"
    assert labs.description(file, "zh") == "查表与乘法，谁快？"
    assert "(../labs/01-look-up.ipynb)" in labs.index("zh", "../", {})


def test_downloads_are_valid_notebooks_without_outputs_and_all_files_that_a_lab_imports(folder):
    downloads = lab_downloads.by_address()
    assert sorted(downloads) == [
        f"downloads/labs/{file}" for file in ("01-look-up.ipynb", "01-look-up.py", "labhelp.py")
    ]
    assert downloads["downloads/labs/01-look-up.py"] == LAB
    assert downloads["downloads/labs/labhelp.py"] == "ANSWER = 42\n"
    notebook = nbformat.reads(downloads["downloads/labs/01-look-up.ipynb"], as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    assert "B (2015)" in notebook.cells[0].source
    assert lab_downloads.by_address() == downloads


def test_a_downloaded_notebook_names_other_labs_by_their_titles(folder):
    assert lab_downloads.plain("见 [[lab 01-look-up]]", "zh") == "见 查表"
    assert lab_downloads.plain("see [[lab 01-look-up]]", "en") == "see Look-up"


def test_a_download_s_headings_do_not_show_their_ids():
    assert lab_downloads.plain("## 先猜 $V$ {#guess}\n\n集合 {#a}", "zh") == "## 先猜 $V$\n\n集合 {#a}"


def test_a_lab_run_in_a_terminal_prints_its_tables_and_what_its_figures_show():
    """A reader without Jupyter sees text, not the SVG and Markdown meant for a notebook."""
    lines = [
        "import lab_tools as lab",
        "lab.LANGUAGES = ['en']",
        "lab.table([('甲', 'way'), ('乙', 'share')], [[('丙', 'packed'), '1']])",
        "lab.show(lambda axes, say: axes.plot([1, 2]), alt=('线', 'a line'), caption=('图', 'figure'))",
    ]
    result = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env=notebooks.environment(),
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.ROOT,
    )
    assert result.stdout.splitlines() == ["way   share", "packed   1", "a line"]


def in_the_labs(*lines):
    """What lines print that use the labs' helpers."""
    code = "\n".join(["import lab_tools as lab", "lab.LANGUAGES = ['en']", *lines])
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=notebooks.environment(),
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.ROOT,
    )
    return result.stdout


def test_a_range_is_never_broken_and_zero_has_no_sign():
    assert in_the_labs("print(lab.ranged([-0.001, 0.021], '.2f'), end='')") == "0.01\xa0(0.00\xa0–\xa00.02)"


def test_whether_ranges_overlap_is_said_in_both_languages():
    printed = in_the_labs("print(lab.compared('a', [1, 3], [2, 4]), lab.compared('b', [3, 4], [1, 2]))")
    assert printed.count("the ranges overlap") == printed.count("the ranges do not overlap") == 1
    assert printed.count("区间相互重叠") == printed.count("区间不重叠") == 1


def test_a_table_s_columns_stand_as_asked():
    markdown = "lab.present = lambda data, notes: print(data['text/markdown'].splitlines()[1])"
    rows = "['a', 'b', 'c'], [['1', '2', '3']]"
    printed = in_the_labs(markdown, f"lab.table({rows})", f"lab.table({rows}, align='llr')")
    assert printed.splitlines() == ["| --- | --: | --: |", "| --- | --- | --: |"]


def test_a_strip_s_axis_ends_at_the_tick_after_the_greatest_value():
    draw = "lambda axes, say: (lab.strip(axes, [('a', [0.1, 0.92])]), lab.percent(axes.xaxis), kept.append(axes))"
    text = "alt=('线', 'a line'), caption=('图', 'figure')"
    printed = in_the_labs("kept = []", f"lab.show({draw}, {text})", "print(*map(float, kept[0].get_xlim()))")
    assert [float(end) for end in printed.split()[-2:]] == [0, pytest.approx(1)]


@pytest.mark.parametrize("name", notebooks.by_name())
def test_a_lab_says_which_conclusion_each_of_its_assertions_guards(name):
    """Its last code cell stops the build where a conclusion of its text no longer holds, and tells which."""
    cells = [cell for cell in notebooks.read(paths.LABS / f"{name}.py").cells if cell.cell_type == "code"]
    guards = [node for node in ast.walk(ast.parse(cells[-1].source)) if isinstance(node, ast.Assert)]
    assert guards
    assert [ast.unparse(node.test) for node in guards if node.msg is None] == []
