/// Dates of the Gregorian calendar, extended back to year 0, as days since 2001-01-01.
enum CivilDate {
    /// Days from 0000-03-01, where the count of 400-year eras begins, to 2001-01-01.
    private static let referenceDay = 730_791
    private static let daysPerEra = 146_097

    /// The day number of a date that exists.
    @inline(__always)
    static func day(year: Int, month: Int, day: Int) -> Int {
        // The year is counted from March, so that the leap day is its last.
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * daysPerEra + dayOfEra - referenceDay
    }

    /// The date of a day number.
    @inline(__always)
    static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
        let days = number + referenceDay
        let era = (days >= 0 ? days : days - daysPerEra + 1) / daysPerEra
        let dayOfEra = days - era * daysPerEra
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The number of days of a month.
    @inline(__always)
    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
