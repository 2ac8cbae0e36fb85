"""The engine for collections past one machine: an OpenSearch cluster."""
