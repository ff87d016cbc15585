"""What comes back: mails that could not be delivered (RFC 3464), complaints (RFC 5965), and wishes to leave by mail."""
