import SemperCryptography
public import SemperModel

/// What a sender asks to be done. Every action bears repetition.
public enum TransferSenderAction: Hashable, Sendable {
  /// Seal, make the manifest, sign it where that is wanted. Answered by `prepared`.
  case prepare(TransferOrder)
  /// Bring the letter to its recipient, for as long as it takes. Answered by `replied`.
  case send(AddressedLetter)
  /// Give the letter to the delivery agent. Answered by `submitted`.
  case submit(AddressedLetter, agent: Thumbprint)
  /// Ask the delivery agent how far it has come. Answered by `transported` or `replied`.
  case follow(AddressedLetter, agent: Thumbprint)
  /// Answered by `timePassed` with the same time.
  case wait(until: Timestamp)
}

/// A letter with its recipient.
public struct AddressedLetter: Hashable, Sendable {
  public let letter: TransferLetter
  public let manifest: TransferManifest
  public let recipient: Thumbprint

  /// The manifest's digest would do; its id is quicker and spreads as well. Equality looks at everything.
  public func hash(into hasher: inout Swift.Hasher) {
    hasher.combine(manifest.id)
    hasher.combine(recipient)
  }
}
