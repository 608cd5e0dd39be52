"""What a jury decides, as functions over plain values."""
