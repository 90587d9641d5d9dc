"""Ways a notice leaves the house. The inbox is none of them: there the row itself is the notice."""
