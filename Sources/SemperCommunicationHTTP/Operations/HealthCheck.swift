/// Something that must hold for a role to be ready, such as a writable archive.
public struct HealthCheck: Sendable {
  public let name: String
  /// Throws when it does not hold. What it throws is logged nowhere and shown to nobody.
  public let check: @Sendable () async throws -> Void

  public init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.check = check
  }
}
