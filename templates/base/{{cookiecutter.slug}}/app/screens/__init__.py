"""What stands between the app and its models, a module each: what leaves goes through it, and what comes back.

A module may export `screen`, which stands before one call; `sent`, which is told of each call before it is made;
`said`, what the page says of it, in each language; and `private`, where LLM_PRIVATE is to
hold unless the owner sets it.
"""
