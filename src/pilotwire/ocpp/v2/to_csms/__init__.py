"""What the station tells or asks the central system, one file each."""
