package io.github.nixadhoc.internal.daemon;

import io.github.nixadhoc.internal.nix.LogFields;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.internal.text.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A reader of the log that a daemon sends before each answer, in the events of Nix's log. */
final class WorkLog {

    static final long NEXT = 0x6f6c6d67;
    static final long READ = 0x64617461;
    static final long WRITE = 0x64617416;
    static final long LAST = 0x616c7473;
    static final long ERROR = 0x63787470;
    static final long START_ACTIVITY = 0x53545254;
    static final long STOP_ACTIVITY = 0x53544f50;
    static final long RESULT = 0x52534c54;

    private static final int NUMBER_FIELD = 0;
    private static final int TEXT_FIELD = 1;

    private final WireReader from;

    WorkLog(WireReader from) {
        this.from = from;
    }

    /**
     * Reads the log up to the answer.
     *
     * @throws StoreErrorException if the daemon reports an error in place of an answer
     */
    void readTo(Consumer<? super NixLogEvent> listener) throws IOException {
        while (true) {
            long kind = from.number();
            if (kind == LAST) {
                return;
            } else if (kind == NEXT) {
                listener.accept(message(from.text()));
            } else if (kind == START_ACTIVITY) {
                listener.accept(start());
            } else if (kind == STOP_ACTIVITY) {
                listener.accept(new NixLogEvent.Stop(from.number()));
            } else if (kind == RESULT) {
                listener.accept(new NixLogEvent.Result(from.number(), clamped(from.number()), fields()));
            } else if (kind == ERROR) {
                throw new StoreErrorException(error());
            } else if (kind == READ || kind == WRITE) {
                throw new MalformedAnswerException("the daemon transfers data that was not asked for");
            } else {
                throw new MalformedAnswerException("the daemon sends an unknown message 0x" + Long.toHexString(kind));
            }
        }
    }

    /** Returns a line, which is a warning if its text says so, and otherwise has the level that Nix gives to such lines. */
    private static NixLogEvent message(String text) {
        String line = text.stripTrailing();
        boolean warns = PlainText.of(line).startsWith("warning:");
        return new NixLogEvent.Message(warns ? NixLogEvent.WARNING : NixLogEvent.ERROR, line, line);
    }

    private NixLogEvent start() throws IOException {
        long id = from.number();
        int level = clamped(from.number());
        int type = clamped(from.number());
        String text = from.text();
        LogFields fields = fields();
        return new NixLogEvent.Start(id, from.number(), level, type, text, fields);
    }

    private LogFields fields() throws IOException {
        return new LogFields(from.list(each -> {
            int type = each.number("the type of a field", TEXT_FIELD);
            return type == NUMBER_FIELD ? (Object) each.number() : each.text();
        }));
    }

    private StoreError error() throws IOException {
        String type = from.text();
        long level = from.number();
        String name = from.text();
        String message = from.text();
        position();
        List<String> traces = new ArrayList<>(from.list(each -> {
            position();
            return each.text();
        }));
        return new StoreError(type, level, name, message, traces);
    }

    /** Reads whether a position follows, which no daemon sends. */
    private void position() throws IOException {
        if (from.flag()) {
            throw new MalformedAnswerException("an error has a position, whose form is unknown");
        }
    }

    private static int clamped(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }
}
