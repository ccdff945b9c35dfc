"""Conversations that are never lost: replies are written by the server and watched by whoever asked."""
