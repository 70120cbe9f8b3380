package io.github.nixadhoc.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The strongly connected components of a graph: the groups in which everything is reached from everything else. Found by
 * Tarjan's algorithm.
 */
final class Cycles {

    private final Map<String, ? extends Set<String>> arrows;
    private final Map<String, Integer> number = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> components = new ArrayList<>();

    private Cycles(Map<String, ? extends Set<String>> arrows) {
        this.arrows = arrows;
    }

    /**
     * The groups of more than one node, the largest first.
     *
     * @param arrows for each node those that it points to; the depth of the recursion is the number of nodes at most
     */
    static List<Set<String>> in(Map<String, ? extends Set<String>> arrows) {
        Cycles search = new Cycles(arrows);
        arrows.keySet().stream().sorted().forEach(search::visitOnce);
        return search.components.stream()
                .filter(component -> component.size() > 1)
                .sorted(Comparator.<Set<String>>comparingInt(Set::size)
                        .reversed()
                        .thenComparing(component -> component.iterator().next()))
                .toList();
    }

    private void visitOnce(String node) {
        if (!number.containsKey(node)) {
            visit(node);
        }
    }

    private void visit(String node) {
        number.put(node, number.size());
        lowest.put(node, number.get(node));
        open.push(node);
        for (String next : new TreeSet<>(arrows.containsKey(node) ? arrows.get(node) : Set.of())) {
            visitOnce(next);
            if (open.contains(next)) {
                lowest.merge(node, lowest.get(next), Math::min);
            }
        }
        if (lowest.get(node).equals(number.get(node))) {
            components.add(closed(node));
        }
    }

    private Set<String> closed(String first) {
        Set<String> component = new TreeSet<>();
        String node;
        do {
            node = open.pop();
            component.add(node);
        } while (!node.equals(first));
        return component;
    }
}
