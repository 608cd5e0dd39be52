"""What spans all slices: start pages, overviews, exports, public results."""
