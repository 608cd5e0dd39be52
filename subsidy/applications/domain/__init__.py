"""Rules of applications: their life, their form, their signatures, their snapshot."""
