"""Pictures that say what a text cannot; matplotlib is imported when the first chart is drawn."""
