# Everything a person or CI runs. Both `make demo` and `make test` set up what they need by themselves.
PY := .venv/bin/python
PYTEST := $(PY) -m pytest

.PHONY: setup demo test check bench mutants docs clean system-packages

setup: ## a virtual environment with everything in the lock file
	@scripts/setup

system-packages: ## Debian packages for the tests and the embedded broker
	@scripts/system-packages

demo: setup ## a charging session from plug-in to receipt, watched live
	@$(PY) -m pilotwire demo $(ARGS)

test: setup ## everything, with a JUnit report in build/
	@scripts/system-packages --if-missing
	@mkdir -p build
	$(PYTEST) -n 2 --dist loadgroup --junitxml=build/junit.xml $(ARGS)

check: setup ## the quick gate: format, lint, types, imports, pure tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PYTEST) -q tests/core tests/ocpp

bench: setup ## the numbers of docs/reference/benchmarks.md
	@$(PY) -m bench

mutants: ## how many deliberate mistakes in core/port the tests find (an hour; the score stands in docs/reference/mutants.md)
	@scripts/setup mutants
	.venv-mutants/bin/mutmut run
	.venv-mutants/bin/python scripts/mutant_score.py

docs: setup ## the generated pages of docs/reference
	@$(PY) scripts/generate_docs.py

clean: ## everything that can be made again
	rm -rf .venv .venv-mutants mutants .tools build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
