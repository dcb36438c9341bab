"""The report of a closed study: its contents once, for the page and for paper."""
