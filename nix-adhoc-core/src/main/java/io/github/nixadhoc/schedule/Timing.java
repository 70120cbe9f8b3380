package io.github.nixadhoc.schedule;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * The time at which a collection begins.
 *
 * @param period the frequency
 * @param day the day of the week; it matters for a week only
 * @param time the time of day, in whole minutes
 */
record Timing(Period period, DayOfWeek day, LocalTime time) {

    /** The frequency of a schedule. */
    enum Period {
        DAILY,
        WEEKLY,
        /** On the first day of the month. */
        MONTHLY
    }

    /** A time at which few people work; the default of NixOS. */
    private static final LocalTime AT_NIGHT = LocalTime.of(3, 15);

    Timing {
        if (time.getSecond() != 0 || time.getNano() != 0) {
            throw new IllegalArgumentException("launchd knows no seconds: " + time + "; give hour and minute");
        }
    }

    static Timing every(Period period) {
        return new Timing(period, DayOfWeek.MONDAY, AT_NIGHT);
    }

    Timing at(LocalTime changed) {
        return new Timing(period, day, changed);
    }

    Timing on(DayOfWeek changed) {
        if (period != Period.WEEKLY) {
            throw new IllegalStateException("only a weekly schedule has a day of the week; this one is " + this);
        }
        return new Timing(period, changed, time);
    }

    /** Returns the calendar event of systemd, which NixOS takes too. */
    String toCalendarEvent() {
        return switch (period) {
            case DAILY -> "*-*-* " + time + ":00";
            case WEEKLY -> dayName().substring(0, 3) + " *-*-* " + time + ":00";
            case MONTHLY -> "*-*-01 " + time + ":00";
        };
    }

    private String dayName() {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    @Override
    public String toString() {
        return switch (period) {
            case DAILY -> "daily at " + time;
            case WEEKLY -> "weekly on " + dayName() + " at " + time;
            case MONTHLY -> "monthly on day 1 at " + time;
        };
    }
}
