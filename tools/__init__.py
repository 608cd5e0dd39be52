"""What `./dev` runs that is not the application itself."""
