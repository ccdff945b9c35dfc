"""Files that were dropped on the page: labelled beside the server, stopped, gone on with, downloaded."""
