/** What sessions add to a store, written down so that it can be taken away again whatever happens. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.session;

import org.jspecify.annotations.NullMarked;
