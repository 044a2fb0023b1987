/**
 * What may be wrong, as named checks: pure functions over the facts that {@code agent.survey} collects, each with a verdict,
 * the finding and the next step to type. Also the recovery ladder as text.
 *
 * <p>Uses {@code agent.config}, {@code agent.control} (the status), {@code agent.outage} and {@code agent.session}; touches no
 * file, socket or clock. {@code agent.survey}, the wiring and the command line use it.
 */
@NullMarked
package dev.ipcommand.agent.doctor;

import org.jspecify.annotations.NullMarked;
