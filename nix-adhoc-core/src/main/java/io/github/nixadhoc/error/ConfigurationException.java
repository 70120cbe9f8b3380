package io.github.nixadhoc.error;

/**
 * Reports a setting, of the machine or of the caller, that cannot be used.
 *
 * @since 0.1
 */
public final class ConfigurationException extends NixException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     */
    public ConfigurationException(Failure failure) {
        super(failure);
    }
}
