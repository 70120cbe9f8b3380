package io.github.nixadhoc.internal.nix;

/**
 * One line of Nix's log, understood.
 *
 * <p>Activities have a beginning ({@link Start}), news ({@link Result}) and an end ({@link Stop}), joined by their id.
 * The numbers of types are Nix's own; a type that is not known is passed on all the same, to be ignored by who does not
 * know it.
 */
public sealed interface NixLogEvent {

    /** The level of a message that is an error. */
    int ERROR = 0;

    /** The level of a message that is a warning. */
    int WARNING = 1;

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

    /** The type of the activity that has a store path downloaded; its fields are the path and the cache. */
    int SUBSTITUTE = 108;

    /** The type of the activity that asks a cache what it has; its fields are the path and the cache. */
    int QUERY_PATH_INFO = 109;

    /** The type of the activity that waits for another process that builds the same. */
    int BUILD_WAITING = 111;

    /** The type of the news that a build has come to another phase; its field is the phase. */
    int SET_PHASE = 104;

    /** The type of the news of progress; its fields are what is done, expected, going on and failed. */
    int PROGRESS = 105;

    /** The type of the news of what is expected; its fields are the type of activity and the number. */
    int SET_EXPECTED = 106;

    /** The type of the news that a builder printed a line; its field is the line. */
    int BUILD_LOG_LINE = 101;

    /**
     * An activity begins.
     *
     * @param id joins it with its news and its end; unique within a log
     * @param parent the id of the activity that it is part of; 0 for none, always 0 on Nix 2.8
     * @param level how important it is, 0 the most
     * @param type what kind of activity it is
     * @param text what a person would be told; may be empty
     * @param fields what it is about, by type
     */
    record Start(long id, long parent, int level, int type, String text, LogFields fields) implements NixLogEvent {}

    /**
     * An activity has ended.
     *
     * @param id the id of the activity
     */
    record Stop(long id) implements NixLogEvent {}

    /**
     * There is news of an activity.
     *
     * @param id the id of the activity
     * @param type what kind of news
     * @param fields the news, by type
     */
    record Result(long id, int type, LogFields fields) implements NixLogEvent {}

    /**
     * Nix says something to a person.
     *
     * @param level how important it is, 0 for an error
     * @param text what it says, a trace included
     * @param raw the innermost sentence of an error; the same as the text where Nix gives none
     */
    record Message(int level, String text, String raw) implements NixLogEvent {}

    /**
     * A line that is not Nix's own: of git, of the dynamic linker, of Nix before it knows the format of its log.
     *
     * @param line the line
     */
    record Plain(String line) implements NixLogEvent {}
}
