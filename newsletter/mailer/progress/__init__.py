"""How far a mailing is: counted, put into words, drawn; for the sending screen and `flask mailer status` alike."""
