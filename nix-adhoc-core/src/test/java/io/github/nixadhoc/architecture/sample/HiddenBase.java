package io.github.nixadhoc.architecture.sample;

/** A superclass that users cannot name. */
abstract class HiddenBase {

    public void handedDown() {}

    void unseen() {}
}
