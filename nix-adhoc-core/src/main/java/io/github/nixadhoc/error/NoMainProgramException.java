package io.github.nixadhoc.error;

import java.util.List;

/**
 * Reports that a package does not have the program to run: the named one, or a main program.
 *
 * @since 0.1
 */
public final class NoMainProgramException extends NixException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> programs;

    /**
     * Creates the exception.
     *
     * @param failure what happened
     * @param programs the names of the programs that the package does have, sorted
     */
    public NoMainProgramException(Failure failure, List<String> programs) {
        super(failure);
        this.programs = List.copyOf(programs);
    }

    /**
     * Returns the names of the programs that the package does have, sorted.
     *
     * @return the names of the programs that the package does have, sorted
     */
    public List<String> programs() {
        return programs;
    }
}
