package io.github.nixadhoc.internal.daemon;

/** The answer of a peer that does not follow the protocol. The rest of its stream has no meaning. */
final class MalformedAnswerException extends UnusableConnectionException {

    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }
}
