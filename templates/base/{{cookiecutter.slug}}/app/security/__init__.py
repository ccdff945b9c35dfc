"""What stands between the network and the app: plain ASGI, so that streams are not slowed."""
