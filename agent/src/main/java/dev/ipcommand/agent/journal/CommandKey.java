package dev.ipcommand.agent.journal;

import org.jspecify.annotations.Nullable;

/**
 * What makes two commands the same one. At least one of {@code id} and {@code jti} is there.
 *
 * @param principal the key id that signed it, or {@code -}
 * @param name the handler's name
 * @param id the sender's id
 * @param jti the token's id if it was signed
 */
public record CommandKey(String principal, String name, @Nullable String id, @Nullable String jti) {}
