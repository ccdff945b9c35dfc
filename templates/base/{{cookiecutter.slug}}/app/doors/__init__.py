"""Other ways in than a code, a module each: `install(app)` puts its layer around the app, and tells whether it did."""
