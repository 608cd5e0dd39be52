"""Mergers: how every slice below follows the legal successor."""
