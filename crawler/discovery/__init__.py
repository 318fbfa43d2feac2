"""Where articles are listed: feeds, sitemaps, robots.txt, hubs and what their "load more" answers.

Pure functions from bytes (or a parsed page) to `Found`; nothing here asks for anything or knows what is
already known.
"""
