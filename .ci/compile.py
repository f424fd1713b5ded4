"""Compiles the pure core with mypyc, in place, where there is a C compiler; where there is none, it runs as it is.

    python .ci/compile.py [--clean]

Does nothing where the sources are those that were compiled last. Beside the modules lie their compiled ones, which
Python prefers, and `compiled.json` with the hashes of the sources, by which tests and command line notice an edit.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "extract" / "shuliang"
BUILD = ROOT / "build" / "mypyc"
STAMP = PACKAGE / "compiled.json"
CORE = (
    "text/*.py", "rulebook/automaton.py", "rulebook/dispatch.py", "rulebook/plan.py", "rulebook/syntax.py",
    "quantity/**/*.py", "engine.py", "table/build.py", "meaning/[!r]*.py",
)  # fmt: skip
"""What is compiled, below the package; the one place that says so. Of the meaning, its reader only begins, and stays as
it is."""
LIBRARY = "shuliang"
"""What all modules share lies in `shuliang__mypyc`, beside the package."""


def main() -> None:
    arguments = sys.argv[1:]
    if arguments == ["--build"]:
        build()
    elif arguments == ["--clean"]:
        clean()
    elif not is_up_to_date():
        clean()
        missing = what_is_missing()
        say(f"the core runs interpreted: there is no {missing}" if missing else compiled())


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def sources() -> list[Path]:
    found = {path for pattern in CORE for path in PACKAGE.glob(pattern) if path.name != "__init__.py"}
    return sorted(found)


def hashes() -> dict[str, str]:
    sys.path.insert(0, str(PACKAGE.parent))
    from shuliang.compiled import source_hash  # noqa: PLC0415 - the checkout's own, installed or not

    return {str(path.relative_to(PACKAGE)): source_hash(path) for path in sources()}


def libraries() -> list[Path]:
    """Compiled modules for any Python."""
    endings = (".so", ".pyd")
    return [path for path in (*PACKAGE.rglob("*"), *PACKAGE.parent.glob("*__mypyc*")) if path.suffix in endings]


def is_up_to_date() -> bool:
    if not STAMP.is_file() or json.loads(STAMP.read_text(encoding="utf-8")) != hashes():
        return False
    return all(library_of(path).is_file() for path in sources())


def library_of(source: Path) -> Path:
    return source.with_suffix(sysconfig.get_config_var("EXT_SUFFIX"))


def clean() -> None:
    for path in (*libraries(), STAMP):
        path.unlink(missing_ok=True)


def what_is_missing() -> str:
    """The first thing that compiling needs and that is not here, "" where all is."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    needed = {
        f"C compiler ({compiler})": shutil.which(compiler) is not None,
        "Python.h (python3-dev)": (Path(sysconfig.get_path("include")) / "Python.h").is_file(),
        "mypyc": importlib.util.find_spec("mypyc") is not None,
        "setuptools": importlib.util.find_spec("setuptools") is not None,
    }
    return next((name for name, here in needed.items() if not here), "")


def compiled() -> str:
    """Compile everything and tell how it went. What mypyc refuses is a fault of ours and ends the program."""
    began = time.monotonic()
    say(f"compiling {len(sources())} modules of the core, which takes about a minute")
    before = hashes()
    command = [sys.executable, __file__, "--build"]
    done = subprocess.run(command, cwd=PACKAGE.parent, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        STAMP.write_text(json.dumps(before, indent=1) + "\n", encoding="utf-8")
        return f"the core is compiled, in {time.monotonic() - began:.0f} s"
    clean()
    output = done.stdout + done.stderr
    if " error: " in output and ".py:" in output:
        sys.exit("\n".join(line for line in output.splitlines() if " error: " in line))
    return f"the core runs interpreted: the C compiler failed:\n{output[-2000:]}"


def build() -> None:
    """Runs in a process of its own, in the folder that holds the package."""
    from mypyc.build import mypycify  # noqa: PLC0415 - needs what may not be here
    from setuptools import setup  # noqa: PLC0415

    paths = [str(path.relative_to(PACKAGE.parent)) for path in sources()]
    options = ["--config-file=../pyproject.toml", *paths]
    modules = mypycify(options, opt_level="2", debug_level="0", target_dir=str(BUILD), group_name=LIBRARY)
    sys.argv = ["setup.py", "--quiet", "build_ext", "--inplace", f"--build-temp={BUILD}", f"--build-lib={BUILD}"]
    setup(name="shuliang", ext_modules=modules, packages=[])


if __name__ == "__main__":
    main()
