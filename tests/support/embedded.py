"""The production server of `./dev serve` on a database that a test made, without the demo in it."""

import argparse
from pathlib import Path

from subsidy.cli.serve import Server, embedded

HOST = "127.0.0.1"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="with the database, named as `./dev serve` does")
    parser.add_argument("--port", type=int, required=True)
    chosen = parser.parse_args()
    Server(embedded(chosen.folder, HOST, chosen.port), HOST, chosen.port).run()


if __name__ == "__main__":
    main()
