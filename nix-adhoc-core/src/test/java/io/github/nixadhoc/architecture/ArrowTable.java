package io.github.nixadhoc.architecture;

import java.util.List;
import java.util.Set;

/**
 * Prints the table of packages for ARCHITECTURE.md that is true of the code, and what the code has in circles:
 * {@code mvn -q test-compile exec:java@arrows -pl nix-adhoc-core}.
 */
public final class ArrowTable {

    private ArrowTable() {}

    public static void main(String... args) {
        Arrows arrows = Arrows.between(Checkout.mainClasses());
        String page = Checkout.read(Checkout.module().resolve("ARCHITECTURE.md"));
        System.out.println(RoomTable.parse(Checkout.ROOT, page).corrected(arrows.packages(), page));
        arrows.packageCycles().forEach(cycle -> {
            System.out.println(cycle.size() + " packages in a circle:");
            System.out.println(arrows.explain(cycle));
        });
        List<Set<String>> classCycles = arrows.classCycles();
        System.out.println("Classes in circles: " + (classCycles.isEmpty() ? "none" : ""));
        classCycles.forEach(cycle -> System.out.println("  " + cycle.size() + ": " + cycle));
    }
}
