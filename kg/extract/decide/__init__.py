"""What is so: events out of triggers, guards that no model overrules, and which proposal an answer answers."""
