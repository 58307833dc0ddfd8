import SemperCommunicationHTTP

extension HTTPClientTransport {
  /// A transport for as long as the body takes.
  static func scoped<Result>(
    trustRoots: [UInt8]?, _ body: (HTTPClientTransport) async throws -> Result
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
