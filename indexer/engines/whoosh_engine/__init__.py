"""The engine on this disk: a Whoosh index, with numpy columns for the facets."""
