package io.github.nixadhoc.internal.cache;

import io.github.nixadhoc.internal.fingerprint.SourceWay;
import io.github.nixadhoc.internal.resolve.LockedFlake;
import io.github.nixadhoc.internal.resolve.PackageFacts;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.ResolvedOutput;
import io.github.nixadhoc.internal.store.StoreMark;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.StorePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text format of a record: one line for each value, its name first, and a checksum at the end.
 *
 * <p>A damaged record counts as no record. The format is not JSON, since a reader of JSON would be one more library to load
 * in a new JVM.
 */
final class RecordFormat {

    /** The first line, which is part of the key too, so that versions of this library do not share records. */
    static final String HEADER = "nix-adhoc resolution 2";

    private static final int CHECKSUM_LINE = checksum(new byte[0], 0).length();

    private RecordFormat() {}

    static byte[] write(String key, CachedAnswer answer) {
        Lines lines = new Lines();
        lines.text.append(HEADER).append('\n');
        lines.add("key", key);
        lines.add("nix", answer.version().toString());
        lines.add("system", answer.system());
        lines.add("store", answer.storeDirectory());
        lines.add("address", answer.store());
        lines.add("resolved", answer.resolvedMillis());
        lines.add("floating", String.valueOf(answer.floating()));
        for (SourceWay way : answer.ways()) {
            lines.add("way", way.toText());
        }
        for (CachedAnswer.Tree tree : answer.trees()) {
            lines.add("tree", tree.folder().toString());
            lines.add("fingerprint", tree.fingerprint());
        }
        for (Resolution resolution : answer.resolutions()) {
            write(resolution, lines);
        }
        RealisedOutputs realised = answer.realised();
        if (realised != null) {
            lines.add("closure", realised.closureSize().bytes());
            for (StoreMark mark : realised.marks()) {
                lines.add("path", mark.path().value());
                lines.add("inode", mark.inode());
                lines.add("changed", mark.changed());
            }
        }
        byte[] content = lines.text.toString().getBytes(StandardCharsets.UTF_8);
        lines.text.append(checksum(content, content.length));
        return lines.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the answer in a record; null if the record is damaged or has another key. */
    static @Nullable CachedAnswer read(String key, byte[] bytes) {
        int length = bytes.length - CHECKSUM_LINE;
        if (length <= 0) {
            return null;
        }
        String end = new String(bytes, length, CHECKSUM_LINE, StandardCharsets.UTF_8);
        if (!end.equals(checksum(bytes, length))) {
            return null;
        }
        try {
            Cursor cursor = new Cursor(new String(bytes, 0, length, StandardCharsets.UTF_8));
            if (!cursor.line().equals(HEADER) || !cursor.text("key").equals(key)) {
                return null;
            }
            return read(cursor);
        } catch (RuntimeException e) {
            // the checksum is right, so another program has written the record
            return null;
        }
    }

    /** Returns the last line of a record. */
    static String checksum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return "crc32 " + HexFormat.of().toHexDigits((int) sum.getValue()) + "\n";
    }

    private static CachedAnswer read(Cursor cursor) {
        NixVersion version = NixVersion.parse(cursor.text("nix"));
        String system = cursor.text("system");
        String storeDirectory = cursor.text("store");
        String store = cursor.text("address");
        long resolved = cursor.number("resolved");
        boolean floating = Boolean.parseBoolean(cursor.text("floating"));
        List<SourceWay> ways = new ArrayList<>();
        while (cursor.isAt("way")) {
            ways.add(SourceWay.parse(cursor.text("way")));
        }
        List<CachedAnswer.Tree> trees = new ArrayList<>();
        while (cursor.isAt("tree")) {
            trees.add(new CachedAnswer.Tree(Path.of(cursor.text("tree")), cursor.text("fingerprint")));
        }
        List<Resolution> resolutions = new ArrayList<>();
        while (cursor.isAt("installable")) {
            resolutions.add(readResolution(cursor));
        }
        RealisedOutputs realised = null;
        if (cursor.isAt("closure")) {
            ByteSize closure = ByteSize.of(cursor.number("closure"));
            List<StoreMark> marks = new ArrayList<>();
            while (cursor.isAt("path")) {
                marks.add(new StoreMark(
                        StorePath.parse(cursor.text("path")), cursor.number("inode"), cursor.number("changed")));
            }
            realised = new RealisedOutputs(closure, marks);
        }
        cursor.requireEnd();
        return new CachedAnswer(
                version, system, storeDirectory, store, resolved, floating, ways, trees, resolutions, realised);
    }

    private static void write(Resolution resolution, Lines lines) {
        lines.add("installable", resolution.installable().toString());
        lines.add("purpose", resolution.purpose().name());
        lines.add("attribute", resolution.attributePath());
        lines.add("kind", resolution.kind().name());
        lines.addUnlessNull("derivation", resolution.derivation());
        for (ResolvedOutput output : resolution.outputs()) {
            lines.add("output", output.name());
            StorePath known = output.known();
            lines.add("path", known == null ? "" : known.value());
            if (known == null || !known.value().equals(output.text())) {
                lines.add("placeholder", output.text());
                lines.add("impure", String.valueOf(output.impure()));
            }
        }
        resolution.realisation().forEach(argument -> lines.add("realise", argument));
        lines.add("program", resolution.program());
        lines.add("name", resolution.facts().name());
        lines.add("pname", resolution.facts().pname());
        lines.add("version", resolution.facts().version());
        resolution.facts().licences().forEach(licence -> lines.add("licence", licence));
        lines.addUnlessNull("shell", resolution.facts().shell());
        lines.add("member", String.valueOf(resolution.facts().ownMember()));
        LockedFlake flake = resolution.flake();
        if (flake != null) {
            lines.add("flake", flake.url());
            lines.addUnlessNull("revision", flake.revision());
            lines.addUnlessNull("hash", flake.narHash());
            if (flake.lastModified() != null) {
                lines.add("modified", flake.lastModified().getEpochSecond());
            }
            lines.add("source", flake.source().value());
            lines.add("directory", flake.directory());
        }
    }

    private static Resolution readResolution(Cursor cursor) {
        Installable installable = Installable.parse(cursor.text("installable"));
        Purpose purpose = Purpose.valueOf(cursor.text("purpose"));
        String attribute = cursor.text("attribute");
        Resolution.Kind kind = Resolution.Kind.valueOf(cursor.text("kind"));
        String derivation = cursor.textIfAt("derivation");
        List<ResolvedOutput> outputs = new ArrayList<>();
        while (cursor.isAt("output")) {
            outputs.add(readOutput(cursor));
        }
        List<String> realisation = cursor.texts("realise");
        String program = cursor.text("program");
        PackageFacts facts = new PackageFacts(
                cursor.text("name"),
                cursor.text("pname"),
                cursor.text("version"),
                cursor.texts("licence"),
                cursor.textIfAt("shell"),
                Boolean.parseBoolean(cursor.text("member")));
        return new Resolution(
                installable,
                purpose,
                attribute,
                kind,
                derivation == null ? null : StorePath.parse(derivation),
                outputs,
                realisation,
                program,
                facts,
                cursor.isAt("flake") ? readFlake(cursor) : null);
    }

    private static ResolvedOutput readOutput(Cursor cursor) {
        String name = cursor.text("output");
        String path = cursor.text("path");
        StorePath known = path.isEmpty() ? null : StorePath.parse(path);
        if (known != null && !cursor.isAt("placeholder")) {
            return new ResolvedOutput(name, known);
        }
        String placeholder = cursor.text("placeholder");
        return new ResolvedOutput(name, known, placeholder, Boolean.parseBoolean(cursor.text("impure")));
    }

    private static LockedFlake readFlake(Cursor cursor) {
        String url = cursor.text("flake");
        String revision = cursor.textIfAt("revision");
        String hash = cursor.textIfAt("hash");
        String modified = cursor.textIfAt("modified");
        return new LockedFlake(
                url,
                revision,
                hash,
                modified == null ? null : Instant.ofEpochSecond(Long.parseLong(modified)),
                StorePath.parse(cursor.text("source")),
                cursor.text("directory"));
    }

    private static final class Lines {

        private final StringBuilder text = new StringBuilder();

        void add(String name, String value) {
            text.append(name)
                    .append(' ')
                    .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                    .append('\n');
        }

        void add(String name, long value) {
            add(name, String.valueOf(value));
        }

        void addUnlessNull(String name, @Nullable Object value) {
            if (value != null) {
                add(name, value.toString());
            }
        }
    }

    /** A reader of the lines of a record, which throws a runtime exception at an unexpected line. */
    private static final class Cursor {

        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        boolean isAt(String name) {
            return text.startsWith(name, at) && text.startsWith(" ", at + name.length());
        }

        String line() {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end);
            at = end + 1;
            return line;
        }

        String text(String name) {
            if (!isAt(name)) {
                throw new IllegalStateException("no " + name);
            }
            String value = line().substring(name.length() + 1);
            return value.indexOf('\\') < 0 ? value : unescaped(value);
        }

        @Nullable
        String textIfAt(String name) {
            return isAt(name) ? text(name) : null;
        }

        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            while (isAt(name)) {
                texts.add(text(name));
            }
            return texts;
        }

        long number(String name) {
            return Long.parseLong(text(name));
        }

        void requireEnd() {
            if (at != text.length()) {
                throw new IllegalStateException("more than expected");
            }
        }

        private static String unescaped(String value) {
            StringBuilder plain = new StringBuilder();
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\\') {
                    i++;
                    plain.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
                } else {
                    plain.append(c);
                }
            }
            return plain.toString();
        }
    }
}
