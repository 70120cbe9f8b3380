package io.github.nixadhoc.internal.client;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.pin.KnownPin;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.pin.PinRecord;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.internal.runtime.NixServices;
import io.github.nixadhoc.internal.runtime.NixTask;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.StorePathInfo;
import io.github.nixadhoc.result.Pin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists the pins, with their sizes and with the paths that they have lost. */
public final class PinListing implements NixTask<List<Pin>> {

    @Override
    public List<Pin> perform(NixRuntime nix, Deadline deadline) {
        PinFolder folder = nix.pins();
        SortedMap<String, KnownPin> found = folder.pins();
        if (found.isEmpty()) {
            return List.of();
        }
        NixServices services = nix.services(deadline);
        Set<StorePath> paths = new LinkedHashSet<>();
        found.values().forEach(pin -> paths.addAll(pin.record().paths()));
        Set<StorePath> valid = services.inspector().valid(paths, deadline);
        Map<StorePath, StorePathInfo> known = services.inspector().closure(valid, deadline).stream()
                .collect(Collectors.toMap(StorePathInfo::path, Function.identity()));
        List<Pin> pins = new ArrayList<>();
        found.forEach((name, pin) -> {
            PinRecord record = pin.record();
            pins.add(Pin.builder()
                    .name(name)
                    .installable(record.installable())
                    .storePaths(record.paths())
                    .size(size(record.paths(), known))
                    .pinnedAt(record.pinnedAt())
                    .lastUsed(folder.lastUsed(record).orElse(null))
                    .lost(lost(pin, valid, services.view()))
                    .build());
        });
        return List.copyOf(pins);
    }

    private static List<StorePath> lost(KnownPin pin, Set<StorePath> valid, StoreView view) {
        return pin.record().paths().stream()
                .filter(path -> pin.notKept().contains(path) || !valid.contains(path) || !view.isPresent(path))
                .toList();
    }

    private static ByteSize size(List<StorePath> roots, Map<StorePath, StorePathInfo> known) {
        ByteSize size = ByteSize.ZERO;
        Deque<StorePath> toVisit = new ArrayDeque<>(roots);
        Set<StorePath> visited = new HashSet<>();
        while (!toVisit.isEmpty()) {
            StorePath path = toVisit.remove();
            StorePathInfo info = known.get(path);
            if (info != null && visited.add(path)) {
                size = size.plus(info.narSize());
                toVisit.addAll(info.references());
            }
        }
        return size;
    }
}
