"""A person looks at what is not sure enough; what they decide is learned from, or tested on."""
