"""The mathematics that needs solvers, each kind a module; run as a child process."""
