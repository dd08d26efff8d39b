"""Last stage: the pages' content -> `site/`: both languages, search, what the theme is mended in, less weight."""
