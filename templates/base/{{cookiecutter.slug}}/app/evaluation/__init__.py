"""Asks the app the questions of evals/ and counts the replies that keep to what each question asks.

What is asked is `app.subject`, a module of the app's own: `async def prepare()` loads what the first reply would
wait for, `async def reply(text)` returns a Reply and raises LLMFault where the model gives none. It may have
`async def measured(pace)`, too, which asks what else the app knows to ask of itself and returns the Measured.
"""
