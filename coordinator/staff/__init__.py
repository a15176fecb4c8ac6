"""People with accounts: their names, their PINs, and how many wrong guesses are borne. No SQL and no Flask in here."""
