"""The world outside, as far as it is looked at: links, the domains of our senders, trackers."""
