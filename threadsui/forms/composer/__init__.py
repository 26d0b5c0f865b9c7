"""The composer's form, as forms that own formsets; the edit of a thread and the single message are made of it too."""
