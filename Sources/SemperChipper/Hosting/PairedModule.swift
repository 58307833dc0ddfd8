/// A module at a bank, with what its merchant's terminal needs to be answered.
public struct PairedModule: Sendable {
  public let number: CardNumber
  public let pairing: CardPairing
}
