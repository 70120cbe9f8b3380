package io.github.nixadhoc.internal.nix;

/**
 * A parsed line of Nix's log.
 *
 * <p>An activity has a start ({@link Start}), results ({@link Result}) and an end ({@link Stop}) with the same id. The numbers of
 * types are those of Nix; events of unknown types are passed on, and consumers ignore them.
 */
public sealed interface NixLogEvent {

    /** The level of a message that is an error. */
    int ERROR = 0;

    /** The level of a message that is a warning. */
    int WARNING = 1;

    /** The level of a message of this library about the progress of an evaluation. Nix has lower ones. */
    int PROGRESS_NOTE = 100;

    /** The type of the activity that copies a store path; its fields are the path and both stores. */
    int COPY_PATH = 100;

    /** The type of the activity that transfers a file over HTTP; its field is the URL. */
    int FILE_TRANSFER = 101;

    /** The type of the activity that stands for all copies of one call; its progress counts store paths. */
    int COPY_PATHS = 103;

    /** The type of the activity that stands for all builds of one call; its progress counts derivations. */
    int BUILDS = 104;

    /** The type of the activity that builds a derivation; its first field is the store derivation. */
    int BUILD = 105;

    /** The type of the activity that substitutes a store path; its fields are the path and the cache. */
    int SUBSTITUTE = 108;

    /** The type of the activity that queries a cache for a path; its fields are the path and the cache. */
    int QUERY_PATH_INFO = 109;

    /** The type of the activity that waits for another process that builds the same. */
    int BUILD_WAITING = 111;

    /** The type of the result that a build has entered another phase; its field is the phase. */
    int SET_PHASE = 104;

    /** The type of the result with progress; its fields are the done, expected, running and failed counts. */
    int PROGRESS = 105;

    /** The type of the result with an expected count; its fields are the type of activity and the number. */
    int SET_EXPECTED = 106;

    /** The type of the result that a builder has printed a line; its field is the line. */
    int BUILD_LOG_LINE = 101;

    /**
     * The start of an activity.
     *
     * @param id the id of the activity, unique within a log
     * @param parent the id of the activity that it is part of; 0 for none, always 0 on Nix 2.8
     * @param level the importance, 0 for the highest
     * @param type the type of the activity
     * @param text the description for users; may be empty
     * @param fields the subject, depending on the type
     */
    record Start(long id, long parent, int level, int type, String text, LogFields fields) implements NixLogEvent {}

    /**
     * The end of an activity.
     *
     * @param id the id of the activity
     */
    record Stop(long id) implements NixLogEvent {}

    /**
     * A result of an activity.
     *
     * @param id the id of the activity
     * @param type the type of the result
     * @param fields the values, depending on the type
     */
    record Result(long id, int type, LogFields fields) implements NixLogEvent {}

    /**
     * A message of Nix for users.
     *
     * @param level the importance, 0 for an error
     * @param text the message, including a trace
     * @param raw the innermost sentence of an error; the same as the text if Nix does not provide it
     */
    record Message(int level, String text, String raw) implements NixLogEvent {}

    /**
     * A line that is no event of Nix: of git, of the dynamic linker, or of Nix before it has read the option for the format.
     *
     * @param line the line
     */
    record Plain(String line) implements NixLogEvent {}
}
