"""Many sites at once: shares of sites, a process for each, and one table of them all (`scrapy crawlall`)."""
