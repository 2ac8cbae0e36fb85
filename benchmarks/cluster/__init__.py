"""The desk on a cluster, measured beside the desk on one disk, and while nodes of it are killed."""
