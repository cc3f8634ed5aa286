"""The notebooks run from top to bottom, say nothing they should not, and are stored clean."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ALLOWED = {"thomas_test", "numpy", "matplotlib", "IPython"}
"""What a notebook may import beside the standard library: the package, two libraries it requires, the kernel's own."""

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[Any]:
    """The cells that hold code."""
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_both_notebooks_are_here() -> None:
    """There is one that measures a photo and one that looks at the errors."""
    assert [path.name for path in NOTEBOOKS] == ["how_accurate.ipynb", "measure_a_photo.ipynb"]


@each_notebook
def test_stored_without_outputs(path: Path) -> None:
    """No cell holds what it printed or drew, nor how often it ran: outputs would carry pictures and paths along."""
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(path))


@each_notebook
def test_imports_the_package_only(path: Path) -> None:
    """A notebook uses what a user has: the package, numpy, matplotlib and the standard library."""
    tree = ast.parse("\n".join(cell.source for cell in code_cells(path)))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} - sys.stdlib_module_names <= ALLOWED


@each_notebook
def test_imports_from_the_root(path: Path) -> None:
    """What a notebook needs of the package it has from its root, however it imports it."""
    tree = ast.parse("\n".join(cell.source for cell in code_cells(path)))
    homes = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    homes |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {home for home in homes if home.startswith("thomas_test")} == {"thomas_test"}


@each_notebook
def test_runs_from_top_to_bottom(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs in a fresh kernel, draws something, and warns of nothing."""
    monkeypatch.delenv("THOMAS_TEST_SCENES", raising=False)
    monkeypatch.delenv("MPLBACKEND", raising=False)  # Streamlit sets it when its pages are tested in this process
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))  # its history is not the user's
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
