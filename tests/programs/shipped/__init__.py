GREETING = "moin"
