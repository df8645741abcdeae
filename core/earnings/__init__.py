"""What a user earned, day by day, why it changed, and all of it as a file."""

from core.earnings.days import Days, Sums
from core.earnings.earnings import Earnings
from core.earnings.extract import Export, Extract, File

__all__ = ["Days", "Earnings", "Export", "Extract", "File", "Sums"]
