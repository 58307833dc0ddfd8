public import SemperModel

/// By what the owner of an account or a purse recognises one movement of it: where it was booked, and under which name.
///
/// A name counts at its ledger only. Another bank's customer may have drawn the same one, and must not have its payment taken for
/// ours.
public enum MovementName: Hashable, Sendable {
  /// A posting of a bank's ledger.
  case operation(ID<Operation>, at: Thumbprint)
  /// What a chip card remembers having paid for; at the provider that has issued it.
  case reference(Digest, at: Thumbprint)

  /// Its place in tables. None is the beginning of another.
  var key: [UInt8] {
    switch self {
    case .operation(let operation, let ledger): [0] + ledger.bytes + operation.bytes
    case .reference(let reference, let provider): [1] + provider.bytes + reference.bytes
    }
  }
}
