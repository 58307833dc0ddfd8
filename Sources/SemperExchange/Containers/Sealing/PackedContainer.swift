public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A container made ready for the wire, with the keys that its sender still holds back. To be journalled before it is
/// sent: packing again gives other bytes.
public struct PackedContainer: Hashable, Sendable, CanonicalValue {
  public let package: UnverifiedContainer
  private let held: ReleasedKeys

  init(package: UnverifiedContainer, held: ReleasedKeys) {
    self.package = package
    self.held = held
  }

  /// The keys held back, against the receiver's countersignature on the statement of this container.
  ///
  /// Refuses with `notAsOffered` a receipt for something else, and with the refusal of a statement that the receiver
  /// has not signed.
  public func keys(for receipt: SignedStatement) throws(Refusal) -> ReleasedKeys {
    guard case .signed(let own) = package.proof, receipt.digest == own.digest else {
      throw Refusal(.notAsOffered, blame: .peer, "this is a receipt for another container")
    }
    _ = try VerifiedStatement<ContainerStatement>(verifying: receipt, keys: KeySet())
    return held
  }

  public var json: JSON { .fields(["held": held.json, "package": package.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    held = try fields.value("held")
    package = try fields.value("package")
    try fields.close()
  }
}
