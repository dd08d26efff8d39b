"""Third stage: `docs/` and what is in `build/` -> what stands in the pages."""
