"""The numbers of docs/reference/benchmarks.md, by ``make bench``; ratios are against a peer of the same run."""
