package io.github.nixadhoc.internal.doctor;

/** Removes passwords and parameters from web addresses, because they may be secrets. */
final class WebAddress {

    private WebAddress() {}

    static String forDisplay(String url) {
        return withoutParameters(url).replaceFirst("://[^/@]*@", "://");
    }

    static String withoutParameters(String url) {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }
}
