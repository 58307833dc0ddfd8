public import SemperCoding
public import SemperCommunication
public import SemperModel

/// What a party's owner has decided about a contract of several parties: the text, to the letter, and how many sign it. Who
/// brings it about names the others.
public struct ContractWish: Hashable, Sendable, CanonicalValue {
  public let text: HumanText
  /// Everybody who signs, the coordinator too.
  public let signers: Int
  /// Where the others are reached; empty for who waits to be asked.
  public let peers: [Address]

  public init(text: HumanText, signers: Int, peers: [Address] = []) {
    self.text = text
    self.signers = signers
    self.peers = peers
  }

  public var json: JSON {
    .fields(["peers": peers.isEmpty ? nil : peers.json, "signers": signers.json, "text": text.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    peers = try fields.optional("peers") ?? []
    signers = try fields.value("signers")
    text = try fields.value("text")
    try fields.close()
    guard (3...64).contains(signers), peers.isEmpty || peers.count == signers - 1,
      Set(peers).count == peers.count
    else {
      throw CodingError(.outOfRange, "3 to 64 sign, and the coordinator names each of the others once")
        .inside("peers")
    }
  }
}
