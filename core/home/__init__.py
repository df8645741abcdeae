"""The home screen in one answer: power, rates, balance and earnings, each failing alone."""

from core.home.home import Home
from core.home.screen import Balance, Earnings, HomeScreen, Part, Power

__all__ = ["Balance", "Earnings", "Home", "HomeScreen", "Part", "Power"]
