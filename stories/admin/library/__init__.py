"""The photo library: one module a screen. `stories.admin.photo` mounts them."""
