"""Julian and Gregorian days, by day numbers.

The rule: both calendars are proleptic (valid for any year from 1 to 9999), and a day that a calendar lacks is a
ValueError. Boundary: which calendar a source used is not known here.
"""

from __future__ import annotations

from datetime import date

# Julian 1 January of year 1 was Gregorian 30 December of year 0: day number -1 where Python's `date` counts from 1.
_JULIAN_OFFSET = -2
_DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


def julian_to_gregorian(year: int, month: int, day: int) -> date:
    """25 October 1917 (old style) is 7 November 1917."""
    leap_day = year % 4 == 0
    last = _DAYS_BEFORE_MONTH[month] - _DAYS_BEFORE_MONTH[month - 1] + (leap_day and month == 2)
    if not 1 <= day <= last:
        raise ValueError(f"no day {day} in Julian month {month} of {year}")
    before_year = 365 * (year - 1) + (year - 1) // 4
    day_of_year = _DAYS_BEFORE_MONTH[month - 1] + (leap_day and month > 2) + day
    return date.fromordinal(before_year + day_of_year + _JULIAN_OFFSET)


def gregorian_to_julian(day: date) -> tuple[int, int, int]:
    """Year, month and day in the old style."""
    number = day.toordinal() - _JULIAN_OFFSET - 1
    cycles, rest = divmod(number, 1461)
    year_of_cycle = min(rest // 365, 3)
    year, day_of_year = 4 * cycles + year_of_cycle + 1, rest - 365 * year_of_cycle + 1
    leap = year % 4 == 0
    month = next(m for m in range(12, 0, -1) if day_of_year > _DAYS_BEFORE_MONTH[m - 1] + (leap and m > 2))
    return year, month, day_of_year - _DAYS_BEFORE_MONTH[month - 1] - (leap and month > 2)
