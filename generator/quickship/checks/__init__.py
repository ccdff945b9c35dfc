"""What can be wrong with a template, one concept a file; nothing here runs or renders it but `projects`."""
