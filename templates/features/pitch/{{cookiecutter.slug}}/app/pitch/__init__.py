"""The pitch: a deck and a brief of one page, from what the product says, costs and was measured to do."""
