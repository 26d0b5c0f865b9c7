"""An app of the tests alone, whose `flush` may empty the audit tables; everywhere else their triggers refuse it."""
