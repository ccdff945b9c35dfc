"""One file per start-up task; each exports `async def start(app)`, which runs beside the server."""
