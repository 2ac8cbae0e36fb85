"""The layouts of `layouts` as generations on a cluster, made quickly and deleted after use."""
