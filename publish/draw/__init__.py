"""Second stage, for `make diagrams` alone: drawings that need a browser and are kept in the repository."""
