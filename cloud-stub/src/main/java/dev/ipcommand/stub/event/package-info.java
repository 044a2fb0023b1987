/**
 * What happens, as it happens: numbered events, a bounded history, bounded subscribers, and the journal file. Depends on
 * nothing of the stub; publishers and the control interface depend on it.
 */
@NullMarked
package dev.ipcommand.stub.event;

import org.jspecify.annotations.NullMarked;
