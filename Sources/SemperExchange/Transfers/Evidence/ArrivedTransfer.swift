import SemperModel

/// A letter that has been verified and opened. It cannot be decoded, only made by `TransferVerifier`.
public struct ArrivedTransfer: Hashable, Sendable {
  public let letter: TransferLetter
  public let manifest: TransferManifest
  public let package: TransferPackage
}
