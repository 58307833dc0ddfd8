extension HTTPClientTransport {
  /// A transport for as long as the body takes, which is shut down on every way out.
  ///
  /// - Parameter trustRoots: certificates in PEM that servers are trusted by; the system's without them.
  public static func scoped<Result>(
    trustRoots: [UInt8]? = nil, _ body: (HTTPClientTransport) async throws -> Result
  ) async throws -> Result {
    let transport = try HTTPClientTransport(trustRoots: trustRoots)
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(transport))
    } catch {
      result = .failure(error)
    }
    try await transport.shutdown()
    return try result.get()
  }
}
