"""`make run`: the embedded servers, web, worker and beat together in the foreground, until Ctrl-C."""
