package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Waits;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The class loader of an application that is deployed anew: a closed client gives it back. */
class ClassLoaderIT {

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    @Test
    void aClosedClientGivesItsClassLoaderBack() throws Exception {
        WeakReference<ClassLoader> loader = usedLoader();
        forgetLastRecord();

        Waits.waiting()
                .pollInterval(Duration.ofMillis(300))
                .alias("the class loader is collected")
                .until(() -> {
                    System.gc();
                    return loader.get() == null;
                });
    }

    /**
     * Compares a record of one more loader. The JDK keeps the types of the record that it has last made an equals or a
     * hashCode method for: JDK 17 until the next record, JDK 25 until the next record of such a loader, or until memory
     * runs short.
     */
    private static void forgetLastRecord() throws ReflectiveOperationException {
        Class.forName(Application.class.getName(), true, new OwnClasses())
                .getMethod("compareRecords")
                .invoke(null);
    }

    private WeakReference<ClassLoader> usedLoader() throws Exception {
        OwnClasses loader = new OwnClasses();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class<?> application = Class.forName(Application.class.getName(), true, loader);
            assertThat(application).isNotEqualTo(Application.class);
            application
                    .getMethod("use", Path.class, Map.class, String.class)
                    .invoke(
                            null,
                            sandbox.under().binary(),
                            sandbox.environment(),
                            SandboxedClient.emptyRegistry(sandbox));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return new WeakReference<>(loader);
    }

    /** An application that uses a client and closes it. */
    public static final class Application {

        public static void use(Path binary, Map<String, String> environment, String registry) {
            try (NixClient nix = NixClient.builder()
                    .nixBinary(binary)
                    .environment(environment)
                    .option("flake-registry", registry)
                    .build()) {
                nix.search("hello").execute();
                nix.run("hello").execute();
                nix.run("sleeper").timeout(Duration.ofSeconds(5)).execute();
                nix.doctor().execute();
            }
        }

        public static void compareRecords() {
            record Part(Application application) {}
            Part part = new Part(new Application());
            assertThat(part).isEqualTo(new Part(part.application())).hasSameHashCodeAs(part);
        }
    }

    /** Loads the classes of the library anew, and the others as usual. */
    private static final class OwnClasses extends URLClassLoader {

        OwnClasses() {
            super(urls(), ClassLoaderIT.class.getClassLoader());
        }

        private static URL[] urls() {
            return Stream.of(NixClient.class, Application.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                    .toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null
                        ? known
                        : name.startsWith("io.github.nixadhoc.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }
}
