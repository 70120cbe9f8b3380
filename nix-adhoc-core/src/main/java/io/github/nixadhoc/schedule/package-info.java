/**
 * Collects garbage on a schedule, by the service manager of the system.
 *
 * <p>Start with {@link io.github.nixadhoc.schedule.GarbageSchedule}.
 */
@NullMarked
package io.github.nixadhoc.schedule;

import org.jspecify.annotations.NullMarked;
