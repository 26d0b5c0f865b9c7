"""Who did what: events are written by `record`, in the transaction of the change they tell of."""
