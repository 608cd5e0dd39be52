"""Faults: every act of the register, with each of its calls failing once; servers killed; mail down."""
