/**
 * The packet network between the platform and the devices: who is attached under which address ({@link
 * dev.ipcommand.stub.network.PacketNetwork}), when a device listens ({@link dev.ipcommand.stub.network.Sleep}), what the radio
 * does to a datagram ({@link dev.ipcommand.stub.network.AirLink}), and the socket that stands in for 100.64.0.1 ({@link
 * dev.ipcommand.stub.network.Gateway}). Knows Sims by their SID only. Depends on event and error.
 *
 * <h2>Reachability of a Sim</h2>
 *
 * <pre>
 * state        | what brings it about                       | a datagram to the Sim
 * -------------+--------------------------------------------+------------------------------------------------------
 * detached     | at the start; attached=false; lease ran    | a command fails with 83401; what was under way to the
 *              | out                                        | device, held or flying, is lost
 * awake        | attached, sleep=none                       | leaves, with the delay that is set
 * listening    | attached, edrx: in a paging window, which  | leaves
 *              | come every cycle from the attach (or from  |
 *              | the change to edrx) on; or less than a     |
 *              | window's length after the device has sent  |
 *              | attached, psm: less than psm_active after  | leaves
 *              | the attach, the change to psm, or after    |
 *              | the device has sent                        |
 * asleep       | attached, edrx or psm, and none of those   | buffer=keep: held, behind those held already; lost if
 *              |                                            | buffer_datagrams are held; buffer=drop: lost
 * </pre>
 *
 * <pre>
 * event                        | effect
 * -----------------------------+--------------------------------------------------------------------------------------
 * asleep becomes listening or  | what is held leaves, in its order, before anything newer
 * awake, for whatever reason   |
 * held for longer than         | lost, unless the device began to listen earlier than that (also if time was advanced
 * buffer_ms                    | over both moments)
 * a datagram from the device   | passes whatever the sleep; the device listens from then on
 * another address              | what arrives for the old one is lost; what is held keeps its old address
 * the same session, other      | datagrams under way keep what was thrown for them; later ones do not pass them
 * conditions                   |
 * a new session (detached and  | nothing of the old one is left, also if the address is the same
 * attached again)              |
 * </pre>
 *
 * <p>A command's status is {@code sent} as soon as its Sim is attached, whatever then happens to the datagram.
 *
 * <p>The dice are thrown when a datagram enters; the delay counts from when the device listens. All of this follows network
 * time, which {@code POST /_stub/clock} advances; leases follow the platform clock.
 *
 * <h2>Threads and failures</h2>
 *
 * <p>{@code gateway-rx} receives; {@code air} lets go what is due and looks at leases, four times a second; the caller's own
 * thread carries what takes no time. One lock for the air and one for the attachments, taken in this order, never held
 * while waiting. A datagram that cannot be put on the wire fails its command (83400) if it left at once, and is lost
 * otherwise. What exceeds a bound is lost. Whatever is lost is an event {@code datagram.lost} that says why.
 */
@NullMarked
package dev.ipcommand.stub.network;

import org.jspecify.annotations.NullMarked;
