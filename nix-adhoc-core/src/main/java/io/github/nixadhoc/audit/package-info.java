/**
 * A record of what was decided and what was run, in which any change shows.
 *
 * <p>An {@link io.github.nixadhoc.audit.Audit} is given to a client. It writes lines of JSON, each of which carries the
 * SHA-256 of the one before.
 */
@NullMarked
package io.github.nixadhoc.audit;

import org.jspecify.annotations.NullMarked;
