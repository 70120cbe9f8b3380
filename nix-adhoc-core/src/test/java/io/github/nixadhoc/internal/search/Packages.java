package io.github.nixadhoc.internal.search;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Packages as a flake yields them. */
final class Packages {

    private Packages() {}

    /** Returns a package without a main program, whose names have no dots. */
    static FoundPackage of(String attributePath, String pname, String version, String description) {
        return new FoundPackage(
                attributePath, pname, version, description, "", List.of(attributePath.split("\\.", -1)));
    }

    /** Returns a package of these names. */
    static FoundPackage named(List<String> names, String program) {
        return new FoundPackage(String.join(".", names), "p", "1.0", "", program, names);
    }

    /** Returns the packages as the expression of the reader yields them. */
    static byte[] text(List<FoundPackage> packages) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (FoundPackage one : packages) {
            List<String> fields = fields(one, String.join("\u0004", one.names()));
            for (int i = 0; i < fields.size(); i++) {
                text.writeBytes(fields.get(i).getBytes(StandardCharsets.UTF_8));
                text.write(new int[] {1, 2, 3, 5}[i]);
            }
        }
        return text.toByteArray();
    }

    static PackageTable table(String system, List<FoundPackage> packages) {
        PackageTableBuilder builder = new PackageTableBuilder(system);
        for (FoundPackage one : packages) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            List<Integer> ends = new ArrayList<>();
            for (String field : fields(one, pathInTable(one))) {
                text.writeBytes(field.getBytes(StandardCharsets.UTF_8));
                ends.add(text.size());
                text.write(' ');
            }
            builder.add(
                    text.toByteArray(),
                    ends.stream().mapToInt(Integer::intValue).toArray());
        }
        return builder.build();
    }

    private static String pathInTable(FoundPackage one) {
        return one.names().stream()
                .map(name -> name.replace('.', Segment.INNER_DOT))
                .collect(Collectors.joining("."));
    }

    private static List<String> fields(FoundPackage one, String path) {
        String name = one.version().isEmpty() ? one.pname() : one.pname() + "-" + one.version();
        return List.of(path, name, one.description(), one.program());
    }
}
