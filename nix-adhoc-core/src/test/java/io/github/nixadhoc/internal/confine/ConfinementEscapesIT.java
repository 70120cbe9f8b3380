package io.github.nixadhoc.internal.confine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.testkit.ConfinedSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.Trees;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attempts of confined programs to escape. Each is a script that succeeds when it has escaped. It also runs unconfined, where it
 * has to succeed, so that no attempt fails for another reason.
 */
class ConfinementEscapesIT {

    @RegisterExtension
    private static final ConfinedSandbox confined = new ConfinedSandbox();

    private static Path folder;
    private static Path chosen;
    private static Process victim;
    private static NixClient confinedClient;
    private static NixClient unconfinedClient;

    @BeforeAll
    static void setUpConfinement() throws IOException {
        // not in a folder for temporary files, which is empty inside
        folder = Files.createTempDirectory(onHost(), "c");
        chosen = Files.createDirectories(folder.resolve("chosen"));
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/id"), "key");
        Files.writeString(home.resolve(".netrc"), "password");
        Files.writeString(home.resolve("file"), "text");
        Files.writeString(home.resolve("token"), "token");
        Map<String, String> environment = new HashMap<>(confined.sandbox().environment());
        environment.put("HOME", home.toString());
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", home.resolve("token").toString());
        victim = new ProcessBuilder("/bin/sleep", "1000000").start();
        confinedClient = confined.closing(SandboxedClient.builder(confined.sandbox(), environment)
                .confinement(Confinement.readOnly().writable(chosen))
                .build());
        unconfinedClient = confined.closing(
                SandboxedClient.builder(confined.sandbox(), environment).build());
    }

    /** Returns a folder of the host that programs see inside too, wherever the checkout is. */
    private static Path onHost() {
        Path target = Path.of("target").toAbsolutePath();
        return target.startsWith("/tmp") || target.startsWith("/var/tmp")
                ? Path.of(System.getProperty("user.home"))
                : target;
    }

    @AfterAll
    static void closeClients() throws IOException {
        if (victim != null) {
            victim.destroyForcibly();
            Trees.delete(folder);
        }
    }

    // the quote is |, because the scripts contain the others
    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '|', delimiter = '~', textBlock = """
            write to the home directory                     ~ touch $HOME/new
            write to the store                              ~ touch $STORE/new
            write through a link in the chosen folder       ~ ln -sf $HOME/file link; echo x > link
            write through a hard link in the chosen folder  ~ ln -f $HOME/file hard && echo x >> hard
            write through the working directory             ~ touch /proc/self/cwd/../home/new
            write through the root of a process             ~ touch /proc/self/root/$HOME/new
            rename what is above the chosen folder          ~ mv ../home ../homes && mv ../homes ../home
            change the mode of a file                       ~ chmod 600 $HOME/file
            read a key                                      ~ test -s $HOME/.ssh/id
            read a password                                 ~ grep -q . $HOME/.netrc
            read what a variable points to                  ~ grep -q . $HOME/token
            see a process of the host                       ~ test -d /proc/$VICTIM
            signal a process of the host                    ~ kill -0 $VICTIM
            get at files through a process of the host      ~ test -e /proc/$VICTIM/root/bin/sh
            read a command line of the host                 ~ cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -q 'sleep 100000[0]'
            gain permissions by executing                   ~ grep -q 'NoNewPrivs:.0' /proc/self/status
            """)
    void aConfinedUserCannotEscape(String what, String script) {
        assertThat(attempt(unconfinedClient, script)).as("unconfined").isTrue();
        assertThat(attempt(confinedClient, script)).isFalse();
    }

    @ParameterizedTest(name = "root: {0}")
    @CsvSource(quoteCharacter = '|', delimiter = '~', textBlock = """
            write to /etc                                   ~ exec 3>> /etc/hostname
            change a setting of the kernel                  ~ f=/proc/sys/kernel/core_pattern; v=$(cat $f); echo "$v" > $f
            write to /sys                                   ~ find /sys -maxdepth 3 -type f -writable | grep -q .
            read the memory of a process of the host        ~ exec 3< /proc/$VICTIM/mem
            make a device                                   ~ rm -f disk; mknod disk b 1 0 && rm disk
            have a capability                               ~ grep -q 'CapBnd:.*[1-9a-f]' /proc/self/status
            make a file system                              ~ mkdir -p m; mount -t tmpfs none m && umount m
            """)
    void confinedRootCannotEscape(String what, String script) throws IOException {
        if (ConfinedSandbox.isRoot()) {
            assertThat(attempt(unconfinedClient, script)).as("unconfined").isTrue();
        }
        assertThat(attempt(confinedClient, script)).isFalse();
    }

    /**
     * Not attempted without confinement, because the scripts would harm the host. Each of them begins only where it is in other
     * namespaces than this JVM; elsewhere it succeeds at once, and so the test fails.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '|', delimiter = '~', textBlock = """
            make the host writable again                    ~ mount -o remount,rw,bind /
            take away what covers a folder                  ~ umount /tmp
            enter another user namespace for it             ~ unshare -Ur mount -o remount,rw,bind /
            rename the machine                              ~ hostname elsewhere
            type into the terminal                          ~ exec 3<> /dev/tty
            """)
    void aHarmfulScriptFails(String what, String script) throws IOException {
        assertThat(attempt(confinedClient, unlessOnHost(script))).isFalse();
    }

    @Test
    void aHarmfulScriptIsNotBegunOnTheHost() throws IOException {
        Path begun = chosen.resolve("begun");

        assertThat(attempt(unconfinedClient, unlessOnHost("touch " + begun + "; exit 1")))
                .isTrue();

        assertThat(begun).doesNotExist();
    }

    private static String unlessOnHost(String script) throws IOException {
        StringBuilder guarded = new StringBuilder();
        for (String namespace : List.of("mnt", "uts", "user")) {
            guarded.append("[ \"$(readlink /proc/self/ns/")
                    .append(namespace)
                    .append(")\" != '")
                    .append(Files.readSymbolicLink(Path.of("/proc/self/ns", namespace)))
                    .append("' ] || exit 0; ");
        }
        return guarded.append(script).toString();
    }

    private static boolean attempt(NixClient nix, String script) {
        return nix.shell("hello")
                .command("/bin/bash", "-c", script)
                .env("STORE", confined.sandbox().storeDir().toString())
                .env("VICTIM", Long.toString(victim.pid()))
                .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
                .directory(chosen)
                .execute()
                .termination()
                .isSuccess();
    }

    @Test
    void aServiceOfTheHostThatListensAtAPath() throws IOException {
        Path socket = Files.createTempDirectory(onHost(), "s").resolve("s");
        String script = connect("pack_sockaddr_un('" + socket + "')");
        try (ServerSocketChannel service = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            service.bind(UnixDomainSocketAddress.of(socket));

            assertThat(attempt(unconfinedClient, script)).as("unconfined").isTrue();
            assertThat(attempt(confinedClient, script)).isFalse();
            try (NixClient beside = SandboxedClient.builder(confined.sandbox())
                    .confinement(Confinement.readOnly().writable(chosen, socket.getParent()))
                    .build()) {
                assertThat(attempt(beside, script)).as("in a chosen folder").isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "./s", "../sockets/s", "a b"})
    void aServiceOfTheHostThatListensAtARelativePath(String name) throws IOException {
        Path sockets = Files.createDirectories(folder.resolve("sockets"));
        Path socket = sockets.resolve(name).normalize();
        Files.deleteIfExists(socket);
        assertOutOfReach(
                "'" + name + "'",
                sockets,
                "cd " + sockets + "; " + connect("pack_sockaddr_un('" + socket.getFileName() + "')"));
    }

    /** Lets a process of the host listen at an address of perl, and a script connect to it. */
    private static void assertOutOfReach(String address, Path directory, String script) throws IOException {
        Process service = new ProcessBuilder(
                        "/usr/bin/perl",
                        "-MSocket",
                        "-e",
                        "socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un(" + address
                                + ")) && listen(S, 5) && syswrite(STDOUT, \"listens\\n\"); sleep 100")
                .directory(directory.toFile())
                .start();
        try {
            assertThat(service.inputReader().readLine()).isEqualTo("listens");

            assertThat(attempt(unconfinedClient, script)).as("unconfined").isTrue();
            assertThat(attempt(confinedClient, script)).isFalse();
        } finally {
            service.destroyForcibly();
        }
    }

    /** The kernel tells the old name, so this takes the confinement for agents, in which nothing else is visible. */
    @Test
    void aSocketThatWasRenamedIsOutOfReachWhereOnlyTheSystemIsVisible() throws IOException {
        Path sockets = Files.createDirectories(folder.resolve("renamed"));
        Path socket = sockets.resolve("old");
        try (ServerSocketChannel service = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                NixClient agents = SandboxedClient.builder(confined.sandbox())
                        .confinement(Confinement.forAgents().writable(chosen))
                        .build()) {
            service.bind(UnixDomainSocketAddress.of(socket));
            Files.move(socket, sockets.resolve("new"));
            String script = "cd " + sockets + "; " + connect("pack_sockaddr_un('new')");

            assertThat(attempt(unconfinedClient, script)).as("unconfined").isTrue();
            assertThat(attempt(agents, script)).isFalse();
        }
    }

    @Test
    void aServiceOfTheHostThatListensAtAnAbstractName() throws IOException {
        String name = "nix-adhoc-" + victim.pid();
        assertOutOfReach("\"\\0" + name + "\"", folder, connect("pack_sockaddr_un(\\\"\\\\0" + name + "\\\")"));
    }

    private static String connect(String address) {
        return "perl -MSocket -e \"socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, " + address + ") or exit 1\"";
    }
}
