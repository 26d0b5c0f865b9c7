"""What is done with many threads at once: bulk operations, adopting, exports."""
