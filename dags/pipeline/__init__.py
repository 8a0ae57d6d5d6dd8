"""What more than one DAG needs, each thing once."""
