"""How fast mails may leave, and when: by relay, by provider group, by domain, by day and by hour.

`gcra`, `slowing`, `warm_up` and `quiet_hours` are functions of their input; `limits`, `turns` and `warming` are what
the database remembers, shared by all workers; `domains`, `speeds` and `supply` are one worker's own.
"""
