"""Copies of the database that follow the primary (PostgreSQL's streaming replicas) answer pages for the public.

`routing` says which server answers a request, `watching` which replicas may be read just now, `primary` what the
primary says of those that follow it. Without `DATABASE_REPLICA_URL` nothing of this runs.
"""
