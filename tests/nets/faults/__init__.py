"""Faults: every act of the register, each of its calls failing in turn; mail that cannot leave."""
