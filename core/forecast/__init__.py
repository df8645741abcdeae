"""What miners would earn: the user's own, or any that are typed in."""

from core.forecast.asked import Asked
from core.forecast.forecast import Forecast, Foreseen
from core.forecast.outlook import Outlook, Payback, Reinvestment

__all__ = ["Asked", "Forecast", "Foreseen", "Outlook", "Payback", "Reinvestment"]
