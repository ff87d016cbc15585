"""How mails are sent, as the newsroom decides."""
