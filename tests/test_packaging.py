from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import kg
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("parley_kg-*.whl")
    return built


def test_the_wheel_holds_all_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "queries"):
        files = {
            f"kg/data/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert len(files) > 5
        assert files <= names
    assert not [name for name in names if name.startswith(("tests/", "samples/"))]


def test_the_wheel_works_in_a_fresh_environment_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Only the libraries that Parley needs are borrowed from this environment; Parley itself is the wheel's."""
    fresh = tmp_path / "venv"
    venv.create(fresh, with_pip=False)
    python = fresh / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    borrowed = os.pathsep.join(dict.fromkeys(sysconfig.get_paths()[kind] for kind in ("purelib", "platlib")))
    env = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "PYTHON"))}
    env["PYTHONPATH"] = borrowed

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run(str(python), "-c", "import kg; print(kg.__file__)")
    assert Path(where.strip()).is_relative_to(fresh)
    script = str(fresh / "bin" / "kg")
    run(script, "build", str(ROOT / "tests" / "data" / "articles"), "-o", "out")
    rows = run(script, "query", "articles", "--format", "csv").splitlines()
    assert len(rows) == 4
    assert "timeline" in run(script, "query", "--list")
    run(script, "validate", "out")


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == kg.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {kg.__version__} " in changelog


def test_every_dependency_has_a_lower_bound_and_a_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decisions = " ".join(
        path.read_text(encoding="utf-8").lower() for path in (ROOT / "docs" / "decisions").glob("*.md")
    )
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *(one for extra in extras.values() for one in extra)]
    assert len(needed) >= 35
    for requirement in needed:
        if requirement.startswith(f"{project['name']}["):
            continue  # the other extras
        name, bound, _ = requirement.partition(">=")
        assert bound, requirement
        assert name.removeprefix("types-").lower() in decisions, name
