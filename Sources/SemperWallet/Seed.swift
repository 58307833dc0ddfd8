// placeholder to be replaced before the first commit
