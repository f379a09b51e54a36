"""The semgrep engine: rule pack, runner, result cache."""
