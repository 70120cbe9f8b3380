package io.github.nixadhoc.mcp;

import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/** The server in a JVM whose other code prints and logs all the time. */
public final class NoisyServer {

    private NoisyServer() {}

    public static void main(String[] args) throws Exception {
        PrintStream stdout = System.out;
        Thread noise = new Thread(() -> {
            while (System.out == stdout) {
                Thread.onSpinWait();
            }
            while (true) {
                System.out.println("printed");
                Logger.getLogger("noise").severe("logged");
                // at work all the time, it would take half of a small machine from the server
                LockSupport.parkNanos(100_000);
            }
        });
        noise.setDaemon(true);
        noise.start();
        NixMcpServer.main(args);
    }
}
