package io.github.nixadhoc.architecture.sample;

import java.util.Map;
import org.slf4j.Logger;

/** A public type that shows a library that should be hidden. */
public interface LeakingSample {

    Map<String, ? extends Logger[]> loggers();
}
