package io.github.nixadhoc.internal.doctor;

/** How an address is shown: without password and parameters, which may hold keys. */
final class WebAddress {

    private WebAddress() {}

    static String shown(String url) {
        return withoutParameters(url).replaceFirst("://[^/@]*@", "://");
    }

    static String withoutParameters(String url) {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }
}
