from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.conftest import ROOT


def _lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-logo",
        "--no-cache",
        "--config",
        str(config),
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_imports_keep_the_contracts() -> None:
    done = _lint(ROOT / "pyproject.toml")
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


def test_the_contract_would_notice(tmp_path: Path) -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    turned = tmp_path / "pyproject.toml"
    assert '  "pipeline",\n' in config
    # the pipeline below the graph that it makes: a contract that the code cannot keep
    moved = config.replace('  "pipeline",\n', "").replace('  "model",\n', '  "model",\n  "pipeline",\n')
    turned.write_text(moved, encoding="utf-8")
    assert _lint(turned).returncode == 1


def test_every_module_has_a_layer() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = config["contracts"][0]
    named = {name.strip() for layer in layers["layers"] for name in layer.split("|")}
    modules = {path.stem for path in (ROOT / "kg").glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")}
    assert layers["exhaustive"] is True
    assert named == modules | packages
