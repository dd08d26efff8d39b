"""What every stage uses: where things are, what need not be done again, errors, Node, how far a step has come."""
