package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.file.PrivateFolder;
import io.github.nixadhoc.internal.fingerprint.SourceWay;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with an index that all processes of a user share. Writing it is atomic, and a damaged file counts as missing.
 *
 * <p>The facts come first and have their own checksum, so that they can be read alone. The packages and a checksum of
 * the whole file follow.
 */
final class IndexFile {

    private static final Logger log = LoggerFactory.getLogger(IndexFile.class);

    private static final long MAGIC = 0x6e69782d61646802L;
    private static final String SUFFIX = ".index";

    /** The number of most recently used indexes that are kept. The index of nixpkgs has about 17 MB. */
    private static final int MAX_FILES = 8;

    /** The age at which a temporary file counts as left behind by a killed process. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final Path file;

    IndexFile(Path folder, String key) {
        this.folder = folder;
        this.file = folder.resolve(key + SUFFIX);
    }

    /** Returns the facts about the index; null if there is no readable index. */
    @Nullable
    IndexFacts facts() {
        return read(IndexFile::facts);
    }

    /** Returns the index; null if there is no readable index. */
    @Nullable
    Index index() {
        Index index = read((in, left) -> {
            IndexFacts facts = facts(in, left);
            List<Segment> segments = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                segments.add(segment(in, left));
            }
            requireChecksum(in, left);
            return new Index(facts, new PackageTable(facts.system(), segments), true);
        });
        if (index != null) {
            touch();
        }
        return index;
    }

    private void touch() {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            log.debug("{} is not marked as used: {}", file, e.toString());
        }
    }

    /**
     * Writes an index.
     *
     * @throws IOException if it cannot be written; the file is then unchanged
     */
    void write(IndexFacts facts, PackageTable table) throws IOException {
        Path unused = PrivateFolder.create(folder);
        AtomicFile.writePrivately(file, out -> write(out, facts, table));
        prune();
    }

    private void prune() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            Instant abandoned = Instant.now().minus(ABANDONED);
            for (Path one : all) {
                if (one.toString().endsWith(".tmp") && modified(one).isBefore(abandoned)) {
                    Files.deleteIfExists(one);
                }
            }
            List<Path> unused = all.stream()
                    .filter(one -> one.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(IndexFile::modified).reversed())
                    .skip(MAX_FILES)
                    .toList();
            for (Path one : unused) {
                Files.deleteIfExists(one);
            }
        }
    }

    private static Instant modified(Path one) {
        try {
            return Files.getLastModifiedTime(one).toInstant();
        } catch (IOException e) {
            return Instant.MAX;
        }
    }

    private static void write(OutputStream to, IndexFacts facts, PackageTable table) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(to, 1 << 16), new CRC32());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeLong(MAGIC);
        out.writeLong(facts.id());
        write(out, facts.url());
        write(out, facts.locks());
        out.writeLong(facts.asOf().toEpochMilli());
        Duration lifetime = facts.lifetime();
        out.writeLong(lifetime == null ? -1 : lifetime.toSeconds());
        out.writeInt(facts.ways().size());
        for (SourceWay way : facts.ways()) {
            write(out, way.toText());
        }
        write(out, facts.local());
        write(out, facts.fingerprint());
        write(out, facts.system());
        out.writeInt(facts.packages());
        out.writeInt(facts.skipped().size());
        for (String skipped : facts.skipped()) {
            write(out, skipped);
        }
        out.writeLong(checked.getChecksum().getValue());
        out.writeInt(table.segments().size());
        for (Segment segment : table.segments()) {
            write(out, segment);
        }
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(DataOutputStream out, Segment segment) throws IOException {
        byte[] text = segment.text().getBytes(StandardCharsets.ISO_8859_1);
        out.writeInt(text.length);
        out.write(text);
        ByteBuffer capitals = ByteBuffer.allocate(segment.capitals().length * Long.BYTES);
        capitals.asLongBuffer().put(segment.capitals());
        out.writeInt(capitals.capacity());
        out.write(capitals.array());
        ByteBuffer starts = ByteBuffer.allocate(segment.starts().length * Integer.BYTES);
        starts.asIntBuffer().put(segment.starts());
        out.writeInt(starts.capacity());
        out.write(starts.array());
    }

    /** A reader of a file, with the number of remaining bytes. */
    private interface Reader<T> {

        T read(DataInputStream in, CountingInput left) throws IOException;
    }

    private <T> @Nullable T read(Reader<T> reader) {
        if (!PrivateFolder.isOwn(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            CountingInput input = new CountingInput(new BufferedInputStream(in, 1 << 16), Files.size(file));
            return reader.read(new DataInputStream(input), input);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            log.debug("{} is of no use: {}", file, e.toString());
            return null;
        }
    }

    private static IndexFacts facts(DataInputStream in, CountingInput left) throws IOException {
        if (in.readLong() != MAGIC) {
            throw new IOException("it is no index of this version");
        }
        long id = in.readLong();
        String url = text(in, left);
        String locks = text(in, left);
        long asOf = in.readLong();
        long lifetime = in.readLong();
        List<String> ways = texts(in, left);
        String local = text(in, left);
        String fingerprint = text(in, left);
        String system = text(in, left);
        int packages = in.readInt();
        List<String> skipped = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            skipped.add(text(in, left));
        }
        requireChecksum(in, left);
        return new IndexFacts(
                id,
                url,
                locks,
                Instant.ofEpochMilli(asOf),
                lifetime < 0 ? null : Duration.ofSeconds(lifetime),
                ways.stream().map(SourceWay::parse).toList(),
                local,
                fingerprint,
                system,
                packages,
                skipped);
    }

    private static Segment segment(DataInputStream in, CountingInput left) throws IOException {
        String text = new String(bytes(in, left), StandardCharsets.ISO_8859_1);
        ByteBuffer capitals = ByteBuffer.wrap(bytes(in, left));
        long[] bits = new long[capitals.capacity() / Long.BYTES];
        capitals.asLongBuffer().get(bits);
        ByteBuffer places = ByteBuffer.wrap(bytes(in, left));
        int[] starts = new int[places.capacity() / Integer.BYTES];
        places.asIntBuffer().get(starts);
        return new Segment(text, bits, starts);
    }

    private static String text(DataInputStream in, CountingInput left) throws IOException {
        return new String(bytes(in, left), StandardCharsets.UTF_8);
    }

    private static List<String> texts(DataInputStream in, CountingInput left) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            texts.add(text(in, left));
        }
        return texts;
    }

    /** A wrong length must not exhaust the memory before the checksum is compared. */
    private static byte[] bytes(DataInputStream in, CountingInput left) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > left.left()) {
            throw new IOException("it is damaged: " + length + " bytes are said to follow");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static void requireChecksum(DataInputStream in, CountingInput left) throws IOException {
        long expected = left.checksum();
        if (in.readLong() != expected) {
            throw new IOException("it is damaged: its checksum is wrong");
        }
    }

    /** A stream that knows the checksum of the bytes read and the number of the remaining bytes. */
    private static final class CountingInput extends FilterInputStream {

        private final CheckedInputStream checked;
        private long left;

        CountingInput(InputStream in, long size) {
            this(new CheckedInputStream(in, new CRC32()), size);
        }

        private CountingInput(CheckedInputStream checked, long size) {
            super(checked);
            this.checked = checked;
            this.left = size;
        }

        long left() {
            return left;
        }

        long checksum() {
            return checked.getChecksum().getValue();
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                left--;
            }
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                left -= count;
            }
            return count;
        }
    }
}
