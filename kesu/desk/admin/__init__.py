"""What administrators read: people, rules, days, tokens, mail, the record, the house itself."""
