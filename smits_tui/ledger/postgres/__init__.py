"""The ledger in a PostgreSQL database, which a team on several machines shares; needs the extra `team`."""
