"""What a newcomer's machine goes through: the locks, the Makefile, the browser's set-up."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
LOCKS = ["site.txt", "test.txt"]
# What make's set-up recipes and the browser's script call, and nothing else
TOOLS = ["sh", "cat", "touch", "mkdir", "mktemp", "rm"]

# `name==1.2 ; marker --hash=sha256:…`, and what uv notes below it: who asked for it
PIN = re.compile(
    r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)==(?P<version>[\w.+!]+)(?: ; (?P<marker>[\w .<>=!'()]+?))?"
    r"(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)
NOTE = re.compile(r" +#(?: via)?(?: +(?:-[rc] )?[A-Za-z0-9._-]+(?:\[[a-z]+\])?)?")

each_lock = pytest.mark.parametrize("lock", LOCKS)


def pins(lock: str) -> dict[tuple[str, str], str]:
    """The version and hashes of each (name, marker). A line that is no pin and no note fails."""
    found = {}
    text = (REQUIREMENTS / lock).read_text("utf-8")
    for line in re.sub(r" *\\\n +", " ", text).splitlines():
        if NOTE.fullmatch(line):
            continue
        pin = PIN.fullmatch(line)
        assert pin, f"{lock}: not a pin with hashes: {line}"
        key = pin["name"], pin["marker"] or ""
        assert key not in found, f"{lock}: {pin['name']} twice"
        found[key] = pin["version"] + pin["hashes"]
    return found


def inputs(name: str) -> list[str]:
    lines = (REQUIREMENTS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def run(
    *command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    if env is None:  # as from a shell, even where make runs these tests
        env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600)


# --- The locks -----------------------------------------------------------------------------


@each_lock
def test_a_lock_is_pins_with_hashes_and_nothing_else(lock: str) -> None:
    assert len(pins(lock)) > 20


@each_lock
def test_a_lock_names_no_registry_and_no_folder(lock: str) -> None:
    text = (REQUIREMENTS / lock).read_text("utf-8")
    assert "/" not in text
    assert not re.search(r"index|find-links|trusted-host|pypi", text, re.IGNORECASE)


def test_the_site_is_tested_with_the_versions_it_is_built_with() -> None:
    site, test = pins("site.txt"), pins("test.txt")
    assert {key: test.get(key) for key in site} == site


@pytest.mark.parametrize(("given", "lock"), [("site.in", "site.txt"), ("test.in", "test.txt")])
def test_what_was_asked_for_is_locked(given: str, lock: str) -> None:
    asked = {re.split(r"[<>=!~\[; ]", line)[0].lower().replace("_", "-") for line in inputs(given)}
    assert asked
    assert asked <= {name for name, _ in pins(lock)}


@pytest.mark.parametrize("given", ["site.in", "test.in"])
def test_the_inputs_leave_pinning_to_the_locks(given: str) -> None:
    assert [line for line in inputs(given) if "==" in line or "/" in line] == []


PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
BY_HASH = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "-r")


@each_lock
def test_plain_pip_finds_the_lock_installed(lock: str) -> None:
    """Pip reads every line and judges every marker; it needs no registry, all of it being here."""
    pip = run(*PIP, "--dry-run", "--no-index", *BY_HASH, f"requirements/{lock}")
    assert pip.returncode == 0, f"{pip.stderr}\nIs .venv up to date? (make test)"


@pytest.mark.soak  # it asks the registry of every package
def test_plain_pip_would_install_the_lock_anew() -> None:
    """Pip fetches every wheel (mostly from its cache) and compares its hash."""
    pip = run(*PIP, "--dry-run", "--ignore-installed", *BY_HASH, "requirements/site.txt")
    if re.search(r"Retrying|connection|timed out", pip.stderr) and not os.environ.get("CI"):
        pytest.skip("pip reaches no registry")
    assert pip.returncode == 0, pip.stderr


@pytest.mark.soak
@each_lock
def test_plain_pip_installs_the_lock_in_a_new_environment(lock: str, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    python = venv / "bin" / "python"
    pip: list[str | Path] = [python, *PIP[1:]]
    commands: list[list[str | Path]] = [
        [sys.executable, "-m", "venv", venv],
        [*pip, *BY_HASH, REQUIREMENTS / lock],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT],
        [python, "-m", "pip", "check"],
        [venv / "bin" / "paperfeed", "--help"],
    ]
    for command in commands:
        done = run(*command)
        assert done.returncode == 0, done.stdout + done.stderr


# --- The package ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "name"), [("console_scripts", "paperfeed"), ("mkdocs.plugins", "paperfeed")]
)
def test_what_the_package_promises_is_there(group: str, name: str) -> None:
    (found,) = entry_points(group=group, name=name)
    assert callable(found.load())


def test_what_builds_the_package_is_locked() -> None:
    """Else installing it would fetch something that no lock names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["build-system"]["build-backend"] == "flit_core.buildapi"
    assert "dependencies" not in project["project"]
    assert "flit-core" in {name for name, _ in pins("site.txt")}


# --- The Makefile --------------------------------------------------------------------------


def test_make_alone_tells_of_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    rules = re.findall(r"^([a-z][a-z -]*):(?!=)", text, re.MULTILINE)
    targets = {target for rule in rules for target in rule.split()}
    told = run("make")
    assert told.returncode == 0, told.stderr
    assert told.stdout == run("make", "help").stdout
    assert set(re.findall(r"^make ([a-z-]+) ", told.stdout, re.MULTILINE)) | {"help"} == targets
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == targets


def test_no_command_needs_node() -> None:
    for name in ("Makefile", "tests/install_browser.sh", ".ci/run"):
        text = (ROOT / name).read_text("utf-8")
        # Lighthouse is npm's; who measures with it has Node.js.
        text = re.sub(
            r"^bench-page:.*\n(?:\t.*\n)+|^.*'make bench-page .*\n", "", text, flags=re.MULTILINE
        )
        assert not re.search(r"\b(node|nodejs|npm|npx|yarn|pnpm)\b", text, re.IGNORECASE), name


def test_continuous_integration_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").splitlines()[-1] == "exec make test"


def write_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


class Machine:
    """A checkout and a PATH of the bare tools, with programs that only note how they are called."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.checkout = folder / "a checkout"
        self.bin.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (self.bin / tool).symlink_to(found)
        (self.checkout / "requirements").mkdir(parents=True)
        (self.checkout / "tests").mkdir()
        for name in ("Makefile", "pyproject.toml", "tests/install_browser.sh"):
            shutil.copy(ROOT / name, self.checkout / name)
        for lock in LOCKS:
            (self.checkout / "requirements" / lock).touch()

    def program(self, name: str, text: str) -> None:
        write_program(self.bin / name, text)

    def python(self, name: str) -> None:
        """A Python that can make a virtual environment whose Python notes what it is given."""
        self.program(
            name,
            'case "$*" in "-m venv --clear .venv") ;; *) exit 0 ;; esac\n'
            f'echo "{name} $*" >> "{self.log}"\n'
            "rm -rf .venv; mkdir -p .venv/bin\n"
            "cat > .venv/bin/python <<'END'\n"
            "#!/bin/sh\n"
            f'[ "$1" = -c ] || echo "venv $*" >> "{self.log}"\n'
            "END\n"
            f"{shutil.which('chmod')} +x .venv/bin/python",
        )

    def run(
        self, *command: str, expect: int = 0, **env: str
    ) -> tuple[list[str], subprocess.CompletedProcess[str]]:
        """What was called, and the end of it."""
        self.log.write_text("")
        program = shutil.which(command[0])
        assert program
        path = {"PATH": str(self.bin), "TMPDIR": str(self.bin.parent)}
        done = run(program, *command[1:], cwd=self.checkout, env=path | env)
        assert done.returncode == expect, done.stdout + done.stderr
        return self.log.read_text().splitlines(), done


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def install(lock: str) -> list[str]:
    pip = "venv -m pip --disable-pip-version-check -qq install"
    return [
        f"{pip} --require-hashes --only-binary :all: -r requirements/{lock}",
        f"{pip} --no-deps --no-build-isolation --editable .",
    ]


VENV = "-m venv --clear .venv"


def test_set_up_takes_the_newest_python_that_works(machine: Machine) -> None:
    machine.program("python3.14", "echo 'pyenv: python3.14: command not found' >&2; exit 127")
    machine.python("python3.13")
    machine.python("python3")
    called, done = machine.run("make", ".venv/.site-ready")
    assert called == [f"python3.13 {VENV}", *install("site.txt")]
    assert done.stderr == ""


def test_set_up_takes_the_python_it_is_given(machine: Machine) -> None:
    machine.python("python3.13")
    machine.python("my-python")
    called, _ = machine.run("make", ".venv/.site-ready", PYTHON="my-python")
    assert called[0] == f"my-python {VENV}"


def test_set_up_without_a_python_says_so(machine: Machine) -> None:
    machine.program("python3", "exit 1")  # too old
    called, done = machine.run("make", ".venv/.site-ready", expect=2)
    assert called == []
    assert "needs Python 3.11 or newer" in done.stderr


def test_a_second_set_up_does_nothing(machine: Machine) -> None:
    machine.python("python3")
    machine.run("make", ".venv/.site-ready")
    called, _ = machine.run("make", ".venv/.site-ready")
    assert called == []


def test_the_set_up_for_tests_serves_the_site_as_well(machine: Machine) -> None:
    machine.python("python3")
    called, _ = machine.run("make", ".venv/.test-ready")
    assert called == [f"python3 {VENV}", *install("test.txt")]
    called, _ = machine.run("make", ".venv/.site-ready")
    assert called == []


def test_a_changed_lock_is_installed(machine: Machine) -> None:
    machine.python("python3")
    machine.run("make", ".venv/.site-ready")
    lock = machine.checkout / "requirements" / "site.txt"
    later = lock.stat().st_mtime + 60
    os.utime(lock, (later, later))
    called, _ = machine.run("make", ".venv/.site-ready")
    assert called == install("site.txt")


def test_a_moved_checkout_is_set_up_anew(machine: Machine) -> None:
    machine.python("python3")
    machine.run("make", ".venv/.site-ready")
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    called, _ = machine.run("make", ".venv/.site-ready")
    assert called == [f"python3 {VENV}", *install("site.txt")]


def test_a_checkout_may_be_reached_by_another_name(machine: Machine) -> None:
    machine.python("python3")
    machine.run("make", ".venv/.site-ready")
    machine.checkout.with_name("link").symlink_to(machine.checkout)
    machine.checkout = machine.checkout.with_name("link")
    called, _ = machine.run("make", ".venv/.site-ready", PWD=str(machine.checkout))
    assert called == []
    machine.run("make", ".venv/.test-ready", PWD=str(machine.checkout))
    called, _ = machine.run("make", ".venv/.test-ready", PWD=str(machine.checkout.resolve()))
    assert called == []


def test_an_environment_whose_python_is_gone_is_set_up_anew(machine: Machine) -> None:
    machine.python("python3")
    machine.run("make", ".venv/.site-ready")
    (machine.checkout / ".venv/bin/python").unlink()
    (machine.checkout / ".venv/bin/python").symlink_to("/nowhere/python3")
    called, _ = machine.run("make", ".venv/.site-ready")
    assert called == [f"python3 {VENV}", *install("site.txt")]


def test_an_install_that_failed_is_tried_again(machine: Machine) -> None:
    machine.python("python3")
    machine.run("make", ".venv/.site-ready")
    shutil.rmtree(machine.checkout / ".venv")
    (machine.checkout / ".venv" / "bin").mkdir(parents=True)
    (machine.checkout / ".venv" / ".folder").write_text(f"{machine.checkout}\n")
    write_program(machine.checkout / ".venv/bin/python", '[ "$1" = -c ] || exit 1')
    machine.run("make", ".venv/.site-ready", expect=2)
    assert not (machine.checkout / ".venv" / ".site-ready").exists()


# --- The browser ---------------------------------------------------------------------------

BROWSER = ("sh", "tests/install_browser.sh")


def test_a_browser_that_is_here_is_enough(machine: Machine) -> None:
    machine.program("google-chrome", "echo 'Google Chrome 150'")
    machine.program("apt-get", f'echo apt-get >> "{machine.log}"')
    called, done = machine.run(*BROWSER)
    assert called == []
    assert done.stdout == ""


def test_root_installs_chromium(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.program("chromium-headless-shell", f'[ -s "{machine.log}" ]')  # works once apt-get ran
    machine.program("apt-get", f'echo "apt-get $*" >> "{machine.log}"')
    called, _ = machine.run(*BROWSER)
    assert called == [
        "apt-get update",
        "apt-get install -y --no-install-recommends chromium-headless-shell",
    ]


def test_others_get_playwrights_own(machine: Machine) -> None:
    machine.program("id", "echo 1000")
    machine.program("apt-get", f'echo "apt-get $*" >> "{machine.log}"')
    write_program(machine.checkout / ".venv/bin/playwright", f'echo "$*" >> "{machine.log}"')
    called, _ = machine.run(*BROWSER)
    assert called == ["install --only-shell chromium"]


def test_a_missing_browser_fails_in_ci_and_is_told_elsewhere(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.program("apt-get", "echo 'no network' >&2; exit 100")
    _, done = machine.run(*BROWSER)
    assert "will be skipped" in done.stderr
    assert "no network" in done.stderr
    _, done = machine.run(*BROWSER, CI="true", expect=1)
    assert "must run" in done.stderr
