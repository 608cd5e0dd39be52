"""The programme, its lines, and the ledger of every euro."""
