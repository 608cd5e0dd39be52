"""The crawler: every page that anybody can meet, in a real browser, each structure once."""
