"""Gap analysis: what is usable now against what the standards ask for."""
