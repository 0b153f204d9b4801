from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import onrecord

ROOT = Path(__file__).parents[1]
HEAVY = {"lxml", "numpy", "onnxruntime", "tokenizers", "trafilatura"}


def test_every_public_name_is_there() -> None:
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None
        assert name in dir(onrecord)


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(onrecord, "no_such_name")


def test_the_version_is_written_in_one_place() -> None:
    assert version("onrecord") == onrecord.__version__
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"]


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, onrecord, onrecord.cli; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_types_are_shipped() -> None:
    assert (Path(onrecord.__file__).parent / "py.typed").is_file()


def test_all_weights_together_are_below_50_mb() -> None:
    package = Path(onrecord.__file__).parent
    shipped = [path for path in package.rglob("*") if path.suffix in {".onnx", ".npz"}]
    shipped += [path for path in (package / "model").iterdir() if path.suffix == ".json"]
    assert len(shipped) > 5
    assert sum(path.stat().st_size for path in shipped) < 50_000_000
