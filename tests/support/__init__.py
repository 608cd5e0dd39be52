"""What tests share: databases, the browser, people and programmes."""
