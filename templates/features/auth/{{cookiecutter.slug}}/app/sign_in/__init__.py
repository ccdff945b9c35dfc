"""Sign-in with OpenID Connect: by whom, who may enter, who owns the app, and for how long."""
