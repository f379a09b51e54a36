"""A check in a package of its own, built and installed by pip beside Patchwarden: found, named and run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.checkout import Checkout

_EXAMPLE = Path(__file__).parents[1] / "plugin_example"


@pytest.mark.slow
def test_an_installed_package_adds_a_check(tmp_path: Path) -> None:
    place = tmp_path / "venv"
    venv.create(place, symlinks=True)
    python = place / "bin" / "python"
    (packages,) = (place / "lib").glob("python*/site-packages")
    # All that is installed here, Patchwarden included, is on the path of the new environment.
    beside = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    (packages / "beside.pth").write_text(beside, encoding="utf-8")
    source = shutil.copytree(_EXAMPLE, tmp_path / "source")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pip += ["--no-build-isolation", "--no-index", "--target", str(packages), str(source)]
    subprocess.run(pip, check=True, capture_output=True)

    repository = Checkout(tmp_path / "app", {"app.py": "import acme\n\nacme.unsafe(1)\n"})
    repository.write({"app.py": "import acme\n\nacme.unsafe(1)\nacme.unsafe(2)\n"})
    # The change brings a package, too. Its folder is the current one and on PYTHONPATH.
    repository.write(
        {
            "evil.py": "raise SystemExit('the change was executed')\n",
            "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            "evil-1.0.dist-info/entry_points.txt": "[patchwarden.checks]\nevil = evil:Evil\n",
        }
    )
    repository.commit()
    told = subprocess.run(
        [python, "-m", "workers.cli.main", "review", "HEAD~1..HEAD", "--format", "json", "--no-cache"],
        cwd=repository.path,
        env={**os.environ, "PYTHONPATH": str(repository.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1, told.stderr
    document = json.loads(told.stdout)
    found = [(each["path"], each["line"]) for each in document["observations"] if "acme" in each["findings"][0]["rule"]]
    assert found == [("app.py", 4)], "the second call is new, the first is not"
    runs = {run["check"]: run["status"] for run in document["coverage"]["checks"]}
    assert runs["acme"] == "ran"
    assert not [name for name in runs if "evil" in name]
    seen = subprocess.run(
        [python, "-c", "from workers.cli import doctor; print(*map(doctor.line, doctor._plugins()), sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert seen.stdout == "ok    check acme: found in acme-checks 1.0\n"
