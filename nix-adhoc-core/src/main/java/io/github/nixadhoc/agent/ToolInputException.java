package io.github.nixadhoc.agent;

/** A model's mistake; the message is for the model. */
final class ToolInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ToolInputException(String message) {
        super(message);
    }
}
