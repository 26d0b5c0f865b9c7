"""What belongs to the site as a whole: the frame of every page, the palette, keys, languages, monitors."""
