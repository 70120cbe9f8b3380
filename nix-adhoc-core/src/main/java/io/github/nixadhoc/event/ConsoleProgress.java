package io.github.nixadhoc.event;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A listener that shows a person what Nix is doing: a bar for each download, each build with its phase and the last lines
 * of its log, and how long it will take.
 *
 * <pre>{@code
 * NixClient nix = NixClient.builder().listener(ConsoleProgress.create()).build();
 * }</pre>
 *
 * <p>On a terminal it draws in place and takes away what it has drawn when a program starts or the command ends, so nothing
 * of it is left among the program's output. Elsewhere it prints a line for what begins and for what ends. What is in the
 * store already is not worth a word, on either.
 *
 * <p>Thread-safe: one may serve several clients and runs at the same time, and then shows all of it. While one of them has a
 * program write to the same terminal, that and the progress of another get mixed.
 *
 * @since 0.1
 */
public final class ConsoleProgress implements NixListener {

    private final Screen screen;
    private final Clock clock;
    private final Map<Long, RunPicture> runs = new LinkedHashMap<>();

    private ConsoleProgress(Builder builder) {
        this.clock = builder.clock;
        Style style = new Style(builder.width, builder.unicode, builder.colours);
        this.screen = builder.terminal ? new LiveScreen(builder.out, style) : new PlainScreen(builder.out);
    }

    /**
     * Returns one that draws on standard error, as that and the environment allow.
     *
     * @return the listener
     * @see #builder()
     */
    public static ConsoleProgress create() {
        return builder().build();
    }

    /**
     * Returns a builder with the defaults, which are taken from the JVM's standard error and environment: a terminal if it
     * is one and {@code TERM} is not {@code dumb}, the width in {@code COLUMNS} or 80, no colours if {@code NO_COLOR} is
     * set, ASCII unless the locale ({@code LC_ALL}, {@code LC_CTYPE}, {@code LANG}) is one of UTF-8.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder(System.err, System.getenv());
    }

    @Override
    public synchronized void onEvent(NixEvent event) {
        long now = clock.millis();
        RunPicture picture = runs.computeIfAbsent(event.run().id(), id -> new RunPicture(screen, now));
        picture.take(event, now);
        boolean over = event instanceof NixEvent.CommandEnded;
        if (over) {
            runs.remove(event.run().id());
        }
        screen.show(List.copyOf(runs.values()), now, event instanceof NixEvent.BuildLogLine);
    }

    /**
     * Collects the choices for a {@link ConsoleProgress}.
     *
     * <p>Not thread-safe; what it builds is.
     *
     * @since 0.1
     */
    public static final class Builder {

        private static final int DEFAULT_WIDTH = 80;
        private static final int MIN_WIDTH = 20;

        private PrintStream out;
        private Clock clock = Clock.systemUTC();
        private boolean terminal;
        private boolean colours;
        private boolean unicode;
        private int width;

        Builder(PrintStream out, Map<String, String> environment) {
            this.out = out;
            this.terminal = isTerminal() && !"dumb".equals(environment.get("TERM"));
            environment(environment);
        }

        private void environment(Map<String, String> environment) {
            this.colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
            this.unicode = isUtf8(environment);
            String columns = environment.getOrDefault("COLUMNS", "");
            this.width = columns.matches("[0-9]{1,4}") ? Math.max(MIN_WIDTH, Integer.parseInt(columns)) : DEFAULT_WIDTH;
        }

        /**
         * Sets where to draw. It counts as no terminal unless {@link #terminal} says so.
         *
         * @param stream the stream, written to in ASCII or UTF-8
         * @return this builder
         */
        public Builder out(PrintStream stream) {
            this.out = Objects.requireNonNull(stream, "stream");
            this.terminal = false;
            return this;
        }

        /**
         * Sets whether what it draws on is a terminal, which understands ANSI escape sequences.
         *
         * @param isTerminal whether it is
         * @return this builder
         */
        public Builder terminal(boolean isTerminal) {
            this.terminal = isTerminal;
            return this;
        }

        /**
         * Sets how wide the terminal is.
         *
         * @param columns the number of characters in a row, 20 or more
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder width(int columns) {
            if (columns < MIN_WIDTH) {
                throw new IllegalArgumentException("a width of " + MIN_WIDTH + " or more is needed: " + columns);
            }
            this.width = columns;
            return this;
        }

        /**
         * Sets whether to use colours on a terminal.
         *
         * @param coloured whether to use them
         * @return this builder
         */
        public Builder colours(boolean coloured) {
            this.colours = coloured;
            return this;
        }

        /**
         * Sets whether to use characters beyond ASCII, in UTF-8.
         *
         * @param used whether to use them
         * @return this builder
         */
        public Builder unicode(boolean used) {
            this.unicode = used;
            return this;
        }

        /**
         * Sets the clock that rates and remaining times are taken from; that of the system unless set.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Returns a listener with the choices made so far.
         *
         * @return the listener
         */
        public ConsoleProgress build() {
            return new ConsoleProgress(this);
        }

        private static boolean isUtf8(Map<String, String> environment) {
            for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
                String locale = environment.getOrDefault(name, "").toLowerCase(Locale.ROOT);
                if (!locale.isEmpty()) {
                    return locale.contains("utf-8") || locale.contains("utf8");
                }
            }
            return false;
        }

        /** The JDK tells only of standard input and output, so the kernel is asked where that can be done. */
        private static boolean isTerminal() {
            Path stderr = Path.of("/proc/self/fd/2");
            try {
                String target = Files.readSymbolicLink(stderr).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return isInteractive(System.console());
            }
        }

        /** From JDK 22 on there is a console in any case, which tells whether it is one. */
        private static boolean isInteractive(@Nullable Console console) {
            if (console == null) {
                return false;
            }
            try {
                return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
            } catch (NoSuchMethodException e) {
                return true;
            } catch (IllegalAccessException | InvocationTargetException e) {
                return false;
            }
        }
    }

    /** A surface that progress is drawn on. */
    interface Screen {

        /** Prints a line that stays. */
        void say(String line);

        /** Prints a line that stays, where there are no bars to tell the same. */
        void sayInPlain(String line);

        /** Draws what goes on now. */
        void show(List<RunPicture> pictures, long now, boolean minor);
    }

    /** Lines, one after the other. */
    private static final class PlainScreen implements Screen {

        private final PrintStream out;

        private PlainScreen(PrintStream out) {
            this.out = out;
        }

        @Override
        public void say(String line) {
            out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void sayInPlain(String line) {
            say(line);
        }

        @Override
        public void show(List<RunPicture> pictures, long now, boolean minor) {}
    }

    /** A picture that is drawn over the one before. */
    private static final class LiveScreen implements Screen {

        /** Nobody sees more pictures than this; a log has more lines. */
        private static final long MINOR_INTERVAL = 20;

        /** Hardly any shell exports its width, and a row that became two would not be drawn over. */
        private static final String CUT = "\u001b[?7l";

        private static final String WRAP = "\u001b[?7h";

        private final PrintStream out;
        private final Style style;
        private int drawn;
        private long drawnAt;

        private LiveScreen(PrintStream out, Style style) {
            this.out = out;
            this.style = style;
        }

        @Override
        public void say(String line) {
            print(up() + "\u001b[J" + line + "\n");
            drawn = 0;
        }

        @Override
        public void sayInPlain(String line) {}

        @Override
        public void show(List<RunPicture> pictures, long now, boolean minor) {
            if (minor && drawn > 0 && now - drawnAt < MINOR_INTERVAL) {
                return;
            }
            List<String> rows = pictures.stream()
                    .flatMap(picture -> picture.rows(style, now).stream())
                    .toList();
            if (rows.isEmpty() && drawn == 0) {
                return;
            }
            StringBuilder text = new StringBuilder(up());
            text.append(CUT);
            rows.forEach(row -> text.append(row).append("\u001b[K\n"));
            text.append("\u001b[J").append(WRAP);
            drawn = rows.size();
            drawnAt = now;
            print(text.toString());
        }

        private String up() {
            return drawn == 0 ? "" : "\r\u001b[" + drawn + "A";
        }

        private void print(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
