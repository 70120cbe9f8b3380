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
 * A listener that shows the progress of Nix to a person: a bar for each download, each build with its phase and the last
 * lines of its log, and the remaining time.
 *
 * <pre>{@code
 * NixClient nix = NixClient.builder().listener(ConsoleProgress.create()).build();
 * }</pre>
 *
 * <p>On a terminal it draws in place, and removes the display when a program starts or the command ends, so nothing of it
 * remains in the output of the program. Elsewhere it prints a line at each start and each end. It shows nothing about
 * packages that are in the store already.
 *
 * <p>Thread-safe: one instance can show several clients and runs at the same time. The output of a program mixes with the
 * progress of other runs on the same terminal.
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
     * Returns a listener that draws on standard error, with the defaults of {@link #builder()}.
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
     * Builds a {@link ConsoleProgress}.
     *
     * <p>Not thread-safe.
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
         * Sets the stream to draw on. It is no terminal unless {@link #terminal} is called afterwards.
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
         * Sets whether the stream is a terminal that understands ANSI escape sequences.
         *
         * @param isTerminal true if it is
         * @return this builder
         */
        public Builder terminal(boolean isTerminal) {
            this.terminal = isTerminal;
            return this;
        }

        /**
         * Sets the width of the terminal.
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
         * Sets the clock for rates and remaining times; the clock of the system unless set.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Returns the listener.
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

        /** The JDK knows only standard input and output, so the kernel is asked on Linux. */
        private static boolean isTerminal() {
            Path stderr = Path.of("/proc/self/fd/2");
            try {
                String target = Files.readSymbolicLink(stderr).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return isInteractive(System.console());
            }
        }

        /** From JDK 22 on there is always a console, which has a method for this. */
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

        /** Prints a line that stays, on a screen without bars. */
        void sayInPlain(String line);

        /** Draws the current state. */
        void show(List<RunPicture> pictures, long now, boolean minor);
    }

    /** A screen that prints lines. */
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

    /** A screen that draws over the display before. */
    private static final class LiveScreen implements Screen {

        /** A shorter time between two displays, in milliseconds, is not visible. */
        private static final long MINOR_INTERVAL = 20;

        /** Few shells export their width, and a row that wraps would not be drawn over. */
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
