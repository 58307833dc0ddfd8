/// Code of the caller that runs inside an exchange; what it throws is the caller's and no failure of the transport.
enum Hook {
  struct Failure: Error {
    let cause: any Error
  }

  static func guarded(_ body: () async throws -> Void) async throws {
    do { try await body() } catch { throw Failure(cause: error) }
  }
}
