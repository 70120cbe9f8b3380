/** The Model Context Protocol: {@link io.github.nixadhoc.mcp.NixMcpServer}, a server on stdin and stdout. */
@NullMarked
package io.github.nixadhoc.mcp;

import org.jspecify.annotations.NullMarked;
