"""Where the app can be put: what each host needs and what it does not keep."""
