# No detector at all: what sender and kernel cost.
