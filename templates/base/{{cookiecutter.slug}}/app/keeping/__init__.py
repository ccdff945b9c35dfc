"""What is kept of visitors, a module each: what to forget of one who asks for it, and of everyone in time."""
