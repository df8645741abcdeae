"""What things cost: ratios taken side by side in one run, medians of alternated rounds."""
