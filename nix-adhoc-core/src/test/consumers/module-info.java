module consumer {
    requires io.github.nixadhoc.core;
}
