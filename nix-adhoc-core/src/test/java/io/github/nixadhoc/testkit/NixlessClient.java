package io.github.nixadhoc.testkit;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.exec.CommandExecutor;

/** Makes clients that need no Nix: a stand-in answers for all programs. */
public final class NixlessClient {

    private NixlessClient() {}

    public static NixClientBuilder builder(CommandExecutor executor) {
        return NixClient.builder().executor(executor).withoutNix();
    }
}
