package io.github.nixadhoc.internal.doctor;

/** Removes from web addresses the password and the parameters, which may hold keys. */
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
