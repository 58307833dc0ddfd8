/// One promise of the archive's contracts, by name.
public struct ArchiveBehaviour: Sendable, CustomStringConvertible {
  public let name: String
  private let check: @Sendable (any ArchiveUnderTest) async throws -> Void

  init(_ name: String, _ check: @escaping @Sendable (any ArchiveUnderTest) async throws -> Void) {
    self.name = name
    self.check = check
  }

  public var description: String { name }

  /// Throws `ConformanceFailure`, or what the backend threw, unless a fresh and empty archive keeps the promise.
  public func verify(_ archive: any ArchiveUnderTest) async throws {
    do {
      try await check(archive)
    } catch {
      throw ConformanceFailure("\(name): \(error)")
    }
  }
}
