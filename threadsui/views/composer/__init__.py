"""The composer, and what is around its form: preview, drafts, corrections, import."""
