"""Personal data is masked before a call to a model and put back into its reply; what was sent is written down."""
