"""First stage: runs `code/`, `labs/` and the explorables, and leaves in `build/` what they print, weigh and measure."""
