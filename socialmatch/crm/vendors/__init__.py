"""One module for each product that is reached over HTTP. What they need and where their facts come from stands in
``docs/reference/crms.md``."""
