public import SemperEngine

/// One promise of a payment system, by name.
public struct PaymentBehaviour: Sendable, CustomStringConvertible {
  public typealias Make = @Sendable (VirtualTime) async throws -> any PaymentSystemUnderTest

  public let name: String
  private let check: @Sendable (PaymentStage) async throws -> Void

  init(_ name: String, _ check: @escaping @Sendable (PaymentStage) async throws -> Void) {
    self.name = name
    self.check = check
  }

  public var description: String { name }

  /// Throws `ConformanceFailure`, or what the system threw, unless fresh worlds of it keep the promise.
  ///
  /// - Parameters:
  ///   - disks: where the processes of each world keep what survives them; in memory otherwise.
  ///   - make: a fresh world on the given clock.
  public func verify(
    on disks: (@Sendable () throws -> any PaymentDisks)? = nil, _ make: @escaping Make
  ) async throws {
    do {
      try await check(PaymentStage(make: make, disks: disks))
    } catch {
      throw ConformanceFailure("\(name): \(error)")
    }
  }
}
